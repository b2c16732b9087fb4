namespace Atlas.Sandbox.Faults;

/// <summary>Which calls fail, how often, and how. Null in a match means any.</summary>
internal sealed record FaultRule
{
    public string? Id { get; init; }

    /// <summary>The first part of the operation's name, such as <c>instagram</c> or <c>meta</c>.</summary>
    public string? Network { get; init; }

    /// <summary>A whole name such as <c>instagram.publish</c>, or the start of one ending in <c>*</c>.</summary>
    public string? Operation { get; init; }
    public string? AccountId { get; init; }

    public required FaultKind Kind { get; init; }
    public FaultPhase Phase { get; init; } = FaultPhase.Before;

    /// <summary>Share of the matching calls, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many matching calls pass before the rule begins.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls it hits before it ends; null is no end.</summary>
    public int? Times { get; init; }

    public int LatencyMs { get; init; }
    public int? HttpStatus { get; init; }
    public int? Code { get; init; }
    public int? Subcode { get; init; }
    public string? Message { get; init; }

    public bool Matches(string operation, string? accountId) =>
        (AccountId is null || AccountId == accountId)
        && (
            Network is null
            || (operation.StartsWith(Network) && operation.Length > Network.Length && operation[Network.Length] is '.')
        )
        && (Operation is null || (Operation.EndsWith('*') ? operation.StartsWith(Operation[..^1]) : operation == Operation));

    public string? Problem() =>
        this switch
        {
            { Probability: not (>= 0 and <= 1) } => "probability is from 0 to 1.",
            { Times: <= 0 } => "times is 1 or more.",
            { Skip: < 0 } => "skip is not negative.",
            { Kind: FaultKind.Latency, LatencyMs: <= 0 } => "A latency fault needs latencyMs.",
            { Kind: FaultKind.GraphError, Code: null } => "A graphError fault needs a code.",
            { Kind: FaultKind.TokenDeath, Phase: FaultPhase.After } => "A token dies before the effect, not after it.",
            { Kind: FaultKind.TokenDeath, Subcode: not (null or 458 or 459 or 460 or 463 or 464 or 467) } =>
                "The subcode of a dead token is 458, 459, 460, 463, 464 or 467.",
            { HttpStatus: < 400 or > 599 } => "httpStatus is from 400 to 599.",
            _ => null,
        };
}
