namespace Atlas.Sandbox.Control;

internal sealed class CallEntry
{
    public long Seq { get; set; }
    public required DateTimeOffset At { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }

    /// <summary>As received; only <see cref="Query"/>, without secrets, is ever shown.</summary>
    internal string? RawQuery { get; init; }

    public string Query => Redaction.Query(RawQuery);
    public string? Operation { get; init; }
    public string? AccountId { get; init; }

    /// <summary>0 when the connection was cut or the call never answered.</summary>
    public int Status { get; init; }

    /// <summary>The rule that changed this call, if any.</summary>
    public string? Fault { get; init; }
}
