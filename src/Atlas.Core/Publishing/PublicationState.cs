using System.Text.Json.Serialization;

namespace Atlas.Core.Publishing;

[JsonConverter(typeof(JsonStringEnumConverter<PublicationState>))]
public enum PublicationState
{
    Draft,
    AwaitingApproval,
    Scheduled,

    /// <summary>Uploads or containers are being made ahead of the due instant.</summary>
    Preparing,

    /// <summary>Only the visible call is left.</summary>
    Ready,

    /// <summary>Claimed: a worker holds the lease.</summary>
    Publishing,
    Published,

    /// <summary>Not failed: waits for the reason and until the time that it shows.</summary>
    Waiting,

    /// <summary>A call may have taken effect and its answer is lost. Never sent again before a look at the network settles it.</summary>
    Unknown,
    Failed,

    /// <summary>The late policy kept it from going out.</summary>
    Missed,
    Cancelled,

    /// <summary>Was live and has been deleted at the network.</summary>
    Removed,
}

/// <summary>The lists of a workspace: what is on its way, what needs a person, what is settled.</summary>
public enum PublicationGroup
{
    Open,
    Attention,
    Done,
}

public static class PublicationStates
{
    /// <summary>Of all that something may still become of.</summary>
    public static IReadOnlyList<PublicationState> Open { get; } = [.. Enum.GetValues<PublicationState>().Where(IsOpen)];

    public static PublicationGroup Group(this PublicationState state) =>
        state switch
        {
            PublicationState.Published or PublicationState.Cancelled or PublicationState.Removed => PublicationGroup.Done,
            PublicationState.Unknown or PublicationState.Failed or PublicationState.Missed => PublicationGroup.Attention,
            _ => PublicationGroup.Open,
        };

    /// <summary>Whether nothing more happens by itself.</summary>
    public static bool IsSettled(this PublicationState state) =>
        state is PublicationState.Draft or PublicationState.AwaitingApproval or PublicationState.Failed or PublicationState.Missed
        || state.Group() == PublicationGroup.Done;

    /// <summary>Whether something may still become of it, be it that an approval is given.</summary>
    public static bool IsOpen(this PublicationState state) => state == PublicationState.AwaitingApproval || !state.IsSettled();

    /// <summary>
    /// Whether a person may change, move or cancel it. Not while a call may be under way or its outcome is unknown.
    /// </summary>
    public static bool IsEditable(this PublicationState state) =>
        state
            is not (
                PublicationState.Publishing
                or PublicationState.Unknown
                or PublicationState.Published
                or PublicationState.Removed
            );
}
