using System.Globalization;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Scheduling;

/// <summary>Gives one publication the instant that its wall-clock time has by the present zone rules.</summary>
public sealed partial class RenewSchedule(
    IRowStore rows,
    PublicationLedger ledger,
    DueIndex dueIndex,
    PublicationNudge nudge,
    ZoneRules rules,
    TimeProvider time,
    ILogger<RenewSchedule> logger
)
{
    private const int MaxTries = 6;

    /// <returns>Whether it was changed.</returns>
    public async Task<bool> RunAsync(
        Id<Workspace> workspace,
        Id<Publication> id,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var current = await ledger.ReadAsync(workspace, id, cancellationToken);
            if (current is null || Change(current.Value) is not { } next)
            {
                return false;
            }

            var post = await RenewPostAsync(next, cancellationToken);
            var written = await dueIndex.AddAroundAsync(
                [DueEntry.Of(next, time.GetUtcNow())],
                time,
                () => ledger.TryReplaceAsync(current, next, cancellationToken, post),
                cancellationToken
            );
            if (written is not null)
            {
                Log.TimeChanged(logger, id.ToString(), next.Schedule!.TimeZone, current.Value.DueAt!.Value, next.DueAt!.Value);
                await nudge.AfterChangeAsync(starter, current.Value, next, cancellationToken);
                return true;
            }
        }

        Log.Busy(logger, id.ToString());
        return false;
    }

    /// <summary>Null for what has had its time, is at its call or means the same as before.</summary>
    private Publication? Change(Publication publication)
    {
        var now = time.GetUtcNow();
        if (
            publication is not { Schedule: { } schedule, Intent: null, Lease: null }
            || publication.State.Group() != PublicationGroup.Open
            || schedule.At <= now
            || rules.Renew(schedule) is not { } renewed
        )
        {
            return null;
        }

        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"The zone's rules changed: {renewed.LocalTime} in {renewed.TimeZone} is now {renewed.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."
        );
        return (
            publication with
            {
                Schedule = renewed,
                // The orchestration that sleeps until the old instant is superseded.
                Generation = renewed.At == schedule.At ? publication.Generation : publication.Generation + 1,
            }
        ).Log(new TimelineEntry(now, "zoneChanged", told));
    }

    /// <summary>The post shows the same time: the first of its publications takes it along.</summary>
    private async Task<RowWrite?> RenewPostAsync(Publication next, CancellationToken cancellationToken)
    {
        var key = WorkspaceKeys.Post(next.PostId);
        var partition = WorkspaceKeys.Partition(next.WorkspaceId);
        return
            await rows.ReadAsync(partition, key, StoredJson.Default.Post, cancellationToken) is { Value.Schedule: { } shown } post
            && rules.Renew(shown) is { } renewed
            ? RowWrite.Replace(key, (post.Value with { Schedule = renewed }).ToRow(StoredJson.Default.Post), post.ETag)
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The rules of {Zone} changed: publication {PublicationId} was due at {Before} and is due at {After}."
        )]
        public static partial void TimeChanged(
            ILogger logger,
            string publicationId,
            string zone,
            DateTimeOffset before,
            DateTimeOffset after
        );

        [LoggerMessage(
            LogLevel.Error,
            "Publication {PublicationId} was changed from several sides while its time was computed again."
        )]
        public static partial void Busy(ILogger logger, string publicationId);
    }
}
