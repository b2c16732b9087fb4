using Atlas.Core.Channels;
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
            // Who disconnects a channel on purpose is told of its posts when they are overdue.
            _ when Began(before, after, WaitReason.Reconnect) && !ChannelPublications.IsReleased(after) => (
                AlertKind.Reconnect,
                after.Waiting!.Message
            ),
            _ when Began(before, after, WaitReason.Decision) => (AlertKind.Decision, after.Waiting!.Message),
            _ when after.OverdueFor is not null && after.OverdueFor != before.OverdueFor => (
                AlertKind.Overdue,
                after.Waiting is { } waiting
                    ? $"Its time has passed and it is not live yet. {waiting.Message}"
                    : "Its time has passed and it is not live yet. It is being published."
            ),
            _ => null,
        };

    /// <returns>Null for a move that needs nobody. What fails because the step before it did has been told with that one.</returns>
    public static (AlertKind Kind, string Message)? Of(ChildStep before, ChildStep after, string? detail = null) =>
        after is { State: ChildStepState.Failed, Failure: { Code: not ChildStepOutcomes.StepBefore } failure }
        && before.State != ChildStepState.Failed
            ? (AlertKind.FollowUp, $"{NameOf(after)}: {detail ?? $"{failure.Message} {failure.NextStep}".TrimEnd()}")
            : null;

    private static string NameOf(ChildStep step) =>
        step.Name switch
        {
            ChildStep.FirstComment => "The post is live without its first comment",
            ChildStep.Delete => "The live post was not seen to be removed",
            _ when step.IsLiveChange => "The live post was not seen to be changed",
            _ when ChildStep.PartIndex(step.Name) is { } index =>
                $"The post is live without part {index + 2} of its thread and what follows that",
            _ => $"The post is live, and the step '{step.Name}' behind it failed",
        };

    private static bool Began(Publication before, Publication after, string reason) =>
        after.Waiting?.Reason == reason && before.Waiting?.Reason != reason;
}
