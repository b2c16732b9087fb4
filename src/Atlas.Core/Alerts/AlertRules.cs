using Atlas.Core.Publishing;

namespace Atlas.Core.Alerts;

/// <summary>Which moves of a publication a person is told of, and in what words.</summary>
internal static class AlertRules
{
    /// <returns>Null for a move that needs nobody.</returns>
    public static (AlertKind Kind, string Message)? Of(Publication before, Publication after) =>
        after.State switch
        {
            PublicationState.Failed when before.State != PublicationState.Failed => (
                AlertKind.Failed,
                after.Failure is { } failure ? $"{failure.Message} {failure.NextStep}".TrimEnd() : "It failed."
            ),
            PublicationState.Missed when before.State != PublicationState.Missed => (
                AlertKind.Missed,
                "It was late, and its late policy kept it from going out. Try it again, or cancel it."
            ),
            _ when Began(before, after, WaitReason.Reconnect) => (AlertKind.Reconnect, after.Waiting!.Message),
            _ when Began(before, after, WaitReason.Decision) => (AlertKind.Decision, after.Waiting!.Message),
            _ when after.OverdueFor is not null && after.OverdueFor != before.OverdueFor => (
                AlertKind.Overdue,
                after.Waiting is { } waiting
                    ? $"Its time has passed and it is not live yet. {waiting.Message}"
                    : "Its time has passed and it is not live yet. It is being published."
            ),
            _ => null,
        };

    private static bool Began(Publication before, Publication after, string reason) =>
        after.Waiting?.Reason == reason && before.Waiting?.Reason != reason;
}
