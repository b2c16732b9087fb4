using Atlas.Core.Platforms;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Publishing;

/// <summary>
/// Counts what became of a publication and says it in one line. Alerts and the operators' pages stand on these lines: see <c>infra/queries</c>.
/// </summary>
public sealed partial class PublicationMoves(PublishingMeter meter, ILogger<PublicationMoves> logger)
{
    public void Report(Publication before, Publication after)
    {
        meter.Moved(before, after);
        if (!IsWorthALine(before, after))
        {
            return;
        }

        var at = after.PublishedAt ?? (after.Timeline is [.., var last] ? last.At : after.CreatedAt);
        Log.Moved(
            logger,
            LevelOf(after.State),
            after.Id.ToString(),
            after.State,
            after.Waiting?.Reason ?? after.Failure?.Code ?? "",
            after.DueAt is { } due ? Math.Round((at - due).TotalSeconds, 3) : 0,
            after.ChannelId.ToString(),
            after.Platform,
            after.WorkspaceId.ToString(),
            after.Attempts
        );
    }

    /// <summary>Outcomes, and waits that a person may ask about. Not each look at a container that is being processed.</summary>
    private static bool IsWorthALine(Publication before, Publication after) =>
        after.State switch
        {
            PublicationState.Waiting => after.Waiting?.Reason is not WaitReason.Processing
                && (before.State, before.Waiting?.Reason) != (after.State, after.Waiting?.Reason),
            PublicationState.Published or PublicationState.Failed or PublicationState.Missed => before.State != after.State,
            PublicationState.Unknown => before.State != after.State || before.Waiting?.Reason != after.Waiting?.Reason,
            _ => before.State == PublicationState.Unknown,
        };

    private static LogLevel LevelOf(PublicationState state) =>
        state is PublicationState.Failed or PublicationState.Missed or PublicationState.Unknown
            ? LogLevel.Warning
            : LogLevel.Information;

    private static partial class Log
    {
        [LoggerMessage(
            "Publication {PublicationId} is {State} ({Reason}), {LatenessSeconds} s from its time: channel {ChannelId} on {Platform}, workspace {WorkspaceId}, attempts {Attempts}."
        )]
        public static partial void Moved(
            ILogger logger,
            LogLevel level,
            string publicationId,
            PublicationState state,
            string reason,
            double latenessSeconds,
            string channelId,
            Platform platform,
            string workspaceId,
            int attempts
        );
    }
}
