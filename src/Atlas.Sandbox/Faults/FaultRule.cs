namespace Atlas.Sandbox.Faults;

/// <summary>Which calls fail, how often, and how. Null in a match means any.</summary>
/// <param name="Kind">What happens to the call.</param>
/// <param name="Id">Given when absent; a rule with the id of another takes its place.</param>
/// <param name="Network">The first part of the operation's name, such as <c>instagram</c> or <c>meta</c>.</param>
/// <param name="Operation">A whole name such as <c>instagram.publish</c>, or the start of one ending in <c>*</c>.</param>
/// <param name="AccountId">The account that the call is about.</param>
/// <param name="Phase">Whether the effect has happened when the fault strikes.</param>
/// <param name="Probability">Share of the matching calls, 0 to 1.</param>
/// <param name="Skip">How many matching calls pass before the rule begins.</param>
/// <param name="Error">For kind <c>error</c>: the network's name of the error, such as <c>spam_risk</c>.</param>
/// <param name="RetryAfterSeconds">What a throttled call says about the wait, where its network says so.</param>
/// <param name="Times">How many calls it hits before it ends; null is no end.</param>
internal sealed record FaultRule(
    FaultKind Kind,
    string? Id = null,
    string? Network = null,
    string? Operation = null,
    string? AccountId = null,
    FaultPhase Phase = FaultPhase.Before,
    double Probability = 1,
    int Skip = 0,
    int? Times = null,
    int LatencyMs = 0,
    int? HttpStatus = null,
    int? Code = null,
    int? Subcode = null,
    string? Message = null,
    string? Error = null,
    int? RetryAfterSeconds = null
)
{
    public const string Processing = ".processing";

    public bool Matches(string operation, string? accountId) =>
        (Kind is FaultKind.UnreadableMedia) == operation.EndsWith(Processing, StringComparison.Ordinal)
        && (AccountId is null || AccountId == accountId)
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
            { Kind: FaultKind.Error, Code: null, Error: null } => "An error fault needs error (a name) or code.",
            { RetryAfterSeconds: <= 0 } => "retryAfterSeconds is 1 or more.",
            { Kind: FaultKind.GraphError, Code: null } => "A graphError fault needs a code.",
            { Kind: FaultKind.TokenDeath, Phase: FaultPhase.After } => "A token dies before the effect, not after it.",
            { Kind: FaultKind.TokenDeath, Subcode: not (null or 458 or 459 or 460 or 463 or 464 or 467) } =>
                "The subcode of a dead token is 458, 459, 460, 463, 464 or 467.",
            { Kind: FaultKind.UnreadableMedia, Phase: FaultPhase.After } => "A file is unreadable before anything comes of it.",
            { HttpStatus: < 400 or > 599 } => "httpStatus is from 400 to 599.",
            _ => null,
        };
}
