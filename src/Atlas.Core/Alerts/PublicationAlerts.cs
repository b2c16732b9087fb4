using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Alerts;

/// <summary>
/// Raises an alert in the same batch as the move that it tells of, so that each is raised exactly once: a row to list, and a message for
/// whoever delivers it. Moves that need nobody cost nothing.
/// </summary>
public sealed partial class PublicationAlerts(
    IRowStore rows,
    Outbox outbox,
    PublishingMeter meter,
    TimeProvider time,
    ILogger<PublicationAlerts> logger
)
{
    /// <summary>Writes <paramref name="batch"/>, which makes <paramref name="next"/> of <paramref name="before"/>, with the alert that this calls for.</summary>
    public ValueTask<WriteOutcome> WriteAsync(
        List<RowWrite> batch,
        Publication before,
        Publication next,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(batch, next, AlertRules.Of(before, next), next.Waiting?.Reason ?? next.Failure?.Code ?? "", cancellationToken);

    /// <summary>The same for a step that follows <paramref name="live"/>.</summary>
    /// <param name="detail">What became of it, for a person; null where its failure says it.</param>
    public ValueTask<WriteOutcome> WriteAsync(
        List<RowWrite> batch,
        Publication live,
        ChildStep before,
        ChildStep next,
        string? detail,
        CancellationToken cancellationToken
    ) => WriteAsync(batch, live, AlertRules.Of(before, next, detail), next.Failure?.Code ?? "", cancellationToken);

    private async ValueTask<WriteOutcome> WriteAsync(
        List<RowWrite> batch,
        Publication next,
        (AlertKind Kind, string Message)? rule,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(next.WorkspaceId);
        if (rule is not { } told)
        {
            return await rows.WriteAsync(partition, batch, cancellationToken);
        }

        var alert = new Alert
        {
            Id = Id<Alert>.New(time),
            WorkspaceId = next.WorkspaceId,
            Kind = told.Kind,
            PublicationId = next.Id,
            ChannelId = next.ChannelId,
            Platform = next.Platform,
            At = time.GetUtcNow(),
            DueAt = next.DueAt,
            Message = told.Message,
        };
        var entry = outbox.Prepare(next.WorkspaceId, new WorkItem.DeliverAlert(alert.Id));
        await outbox.MarkAsync([entry], cancellationToken);
        batch.Add(RowWrite.Insert(WorkspaceKeys.Alert(alert.Id), alert.ToRow(StoredJson.Default.Alert)));
        batch.Add(Outbox.Write(entry));
        var outcome = await rows.WriteAsync(partition, batch, cancellationToken);
        if (outcome.Succeeded)
        {
            meter.AlertRaised(told.Kind);
            Log.AlertRaised(
                logger,
                told.Kind,
                next.Id.ToString(),
                next.ChannelId.ToString(),
                next.Platform,
                next.WorkspaceId.ToString(),
                next.State,
                reason
            );
            await outbox.DrainAsync([entry], cancellationToken);
        }

        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Alert {Kind}: publication {PublicationId} on channel {ChannelId} ({Platform}), workspace {WorkspaceId}, is {State} ({Reason})."
        )]
        public static partial void AlertRaised(
            ILogger logger,
            AlertKind kind,
            string publicationId,
            string channelId,
            Platform platform,
            string workspaceId,
            PublicationState state,
            string reason
        );
    }
}
