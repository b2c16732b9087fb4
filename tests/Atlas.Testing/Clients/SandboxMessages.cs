namespace Atlas.Testing.Clients;

/// <param name="Token">What an app would hold for it: the Page's token with Facebook Login, else the account's own.</param>
public sealed record SandboxAccount(
    string AccountId,
    string Username,
    string Name,
    string Login,
    string AccessToken,
    string? PageAccessToken = null,
    string? PageId = null,
    IReadOnlyDictionary<string, string>? Extra = null
)
{
    public string Token => PageAccessToken ?? AccessToken;
}

public sealed record EffectsPage(EffectsSummary Summary, IReadOnlyList<Effect> Effects);

public sealed record EffectsSummary(int Count, IReadOnlyDictionary<string, int> ByKind, int Doubled, long LastSeq);

/// <summary>One thing that a follower sees.</summary>
public sealed record Effect(
    long Seq,
    DateTimeOffset At,
    string Platform,
    string AccountId,
    string Username,
    string Kind,
    string MediaId,
    string? ParentId,
    string? ContainerId,
    string? Caption,
    IReadOnlyList<string> MediaSha256,
    string? Permalink
)
{
    public bool IsPost => Kind is not ("comment" or "delete" or "edit");
}

public enum FaultKind
{
    Latency,
    Throttle,
    ServerError,
    Cut,
    Hang,
    TokenDeath,
    GraphError,
    Error,
    MalformedBody,
    UnreadableMedia,
}

public enum FaultPhase
{
    Before,
    After,
}

/// <summary>Which calls fail, how often, and how; null matches any.</summary>
public sealed record Fault(FaultKind Kind, string? Operation = null)
{
    public string? Id { get; init; }
    public FaultPhase Phase { get; init; }
    public string? AccountId { get; init; }
    public double Probability { get; init; } = 1;
    public int Skip { get; init; }
    public int? Times { get; init; }
    public int LatencyMs { get; init; }
    public int? HttpStatus { get; init; }
    public int? RetryAfterSeconds { get; init; }
    public int? Code { get; init; }
    public int? Subcode { get; init; }

    /// <summary>By name, where the network names its errors.</summary>
    public string? Error { get; init; }
    public string? Message { get; init; }
}
