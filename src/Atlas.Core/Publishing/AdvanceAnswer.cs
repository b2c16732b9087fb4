namespace Atlas.Core.Publishing;

/// <summary>What one run of an activity came to, as the orchestration's history keeps it: flat, and it only ever gains optional members.</summary>
public sealed record AdvanceAnswer
{
    /// <summary>Nothing more happens by itself. The ledger holds the outcome already.</summary>
    public bool IsFinal { get; init; }

    /// <summary>For the reader of the history; the ledger is the truth.</summary>
    public string? State { get; init; }

    /// <summary>When to look again; null for at once.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>The post is live and has steps that follow it.</summary>
    public bool HasChildSteps { get; init; }

    internal static AdvanceAnswer Final(string state, bool hasChildSteps = false) =>
        new()
        {
            IsFinal = true,
            State = state,
            HasChildSteps = hasChildSteps,
        };

    internal static AdvanceAnswer Wait(PublicationState state, DateTimeOffset until) =>
        new() { State = state.ToString(), WaitUntil = until };
}
