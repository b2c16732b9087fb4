using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>How each kind of error looks on one network.</summary>
/// <param name="Call">The call by which a post becomes visible, as the sandbox names it.</param>
/// <param name="Format">Of a post that ends with that call.</param>
internal sealed record NetworkFaults(string Network, string Call, string Format)
{
    /// <summary>Whether the network can be asked what became of a call.</summary>
    public bool ReadsBack { get; init; } = true;

    /// <summary>As the network documents a missing permission. At <see cref="Call"/> where it names no operation.</summary>
    public required NetworkFault MissingPermission { get; init; }

    public required NetworkFault ContentRefused { get; init; }

    /// <summary>Where the network counts posts, or calls of a day, with an error of its own.</summary>
    public NetworkFault? Quota { get; init; }

    /// <summary>Where the end of the login looks otherwise than on the other networks.</summary>
    public NetworkFault? DeadToken { get; init; }

    /// <summary>A call that nobody sees, with a post that needs it.</summary>
    public (string Call, string Format)? Preparation { get; init; }

    public NetworkFault? ProcessingFailed { get; init; }

    /// <summary>Errors that the network means for the whole app: they stop every channel of it, so nothing can follow them on the same system.</summary>
    public IReadOnlyList<ErrorClass> AppWide { get; init; } = [];

    /// <summary>Why a network can't have an error of a class, for those that can't.</summary>
    public IReadOnlyDictionary<ErrorClass, string> Reasons { get; init; } = new Dictionary<ErrorClass, string>();

    public NetworkFault? Of(ErrorClass error)
    {
        var fault = error switch
        {
            ErrorClass.LostAnswer => new NetworkFault(
                new Fault(FaultKind.Cut) { Phase = FaultPhase.After },
                Format,
                ReadsBack ? FaultEnd.Published : FaultEnd.DecisionOnLivePost
            ),
            ErrorClass.CutBeforeEffect => new NetworkFault(
                new Fault(FaultKind.Cut),
                Format,
                ReadsBack ? FaultEnd.Published : FaultEnd.DecisionWithoutPost
            ),
            ErrorClass.RateLimit => new NetworkFault(
                new Fault(FaultKind.Throttle) { RetryAfterSeconds = 2 },
                Format,
                FaultEnd.WaitsForLimit
            ),
            ErrorClass.Quota => Quota,
            ErrorClass.DeadToken => DeadToken
                ?? new NetworkFault(new Fault(FaultKind.TokenDeath), Format, FaultEnd.PublishedOrReconnect),
            ErrorClass.MissingPermission => MissingPermission,
            ErrorClass.ContentRefused => ContentRefused,
            ErrorClass.ServerFaultInPreparation => Preparation is var (call, format)
                ? new NetworkFault(new Fault(FaultKind.ServerError, call), format, FaultEnd.Published)
                : null,
            ErrorClass.ProcessingFailed => ProcessingFailed,
            _ => throw new ArgumentOutOfRangeException(nameof(error)),
        };
        return fault is { Fault.Operation: null } ? fault with { Fault = fault.Fault with { Operation = Call } } : fault;
    }
}
