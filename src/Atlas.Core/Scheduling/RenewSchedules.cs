using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Scheduling;

/// <summary>
/// Goes once over everything that is still to come when this process has newer zone rules than the last that did so. It keeps its
/// place in a row: a run that ends in the middle is taken up by the next one, and of two at the same time one stops.
/// </summary>
public sealed partial class RenewSchedules(
    IRowStore rows,
    RenewSchedule renew,
    ZoneRules rules,
    TimeProvider time,
    ILogger<RenewSchedules> logger
)
{
    private const int PageSize = 200;

    /// <summary>Shorter than any limit on how long a timer may run.</summary>
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan s_betweenSaves = TimeSpan.FromSeconds(5);

    /// <returns>How many were changed by this run.</returns>
    public async Task<int> RunAsync(IPublicationStarter starter, CancellationToken cancellationToken)
    {
        if (await BeginAsync(cancellationToken) is not { } run)
        {
            return 0;
        }

        var changed = run.Now.Changed;
        while (!run.Now.IsDone && time.GetElapsedTime(run.Started) < s_atOnce)
        {
            var next = await GoOnAsync(run.Now, starter, cancellationToken);
            if (!await run.SaveAsync(rows, next, time, cancellationToken))
            {
                break; // another process is at it
            }
        }

        changed = run.Now.Changed - changed;
        if (run.Now.IsDone)
        {
            Log.Renewed(logger, run.Now.Version, run.Now.Changed);
        }
        else
        {
            await run.FlushAsync(rows, time, cancellationToken);
        }

        return changed;
    }

    /// <summary>Null where there is nothing to do.</summary>
    private async Task<Run?> BeginAsync(CancellationToken cancellationToken)
    {
        var last = await rows.ReadAsync(SystemKeys.Zones, Run.Key, StoredJson.Default.ZoneRenewal, cancellationToken);
        return last?.Value.Version == rules.Version
            ? last.Value.IsDone
                ? null
                : new Run(last.Value, last.ETag, time.GetTimestamp())
            // An older program beside a newer one leaves the newer one's instants alone.
            : string.CompareOrdinal(last?.Value.Version, rules.Version) > 0
                ? null
                : new Run(new ZoneRenewal(rules.Version, null, null, 0, IsDone: false), last?.ETag, time.GetTimestamp());
    }

    /// <summary>One page of one workspace, or on to the next workspace.</summary>
    private async Task<ZoneRenewal> GoOnAsync(ZoneRenewal at, IPublicationStarter starter, CancellationToken cancellationToken)
    {
        if (at.Workspace is not { } name)
        {
            return await NextAsync(at, cancellationToken);
        }

        var workspace = Id<Workspace>.Parse(name);
        var list = WorkspaceKeys.IndexOf(PublicationGroup.Open);
        var range = RowRange.StartingWith(list) with { From = WorkspaceKeys.IndexAt(PublicationGroup.Open, time.GetUtcNow()) };
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(workspace),
            at.Position is { } position ? range.AfterKey(position) : range,
            PageSize,
            cancellationToken
        );
        var changed = at.Changed;
        foreach (var row in page.Rows)
        {
            var id = WorkspaceKeys.PublicationAt(row.Key);
            changed += await renew.RunAsync(workspace, id, starter, cancellationToken) ? 1 : 0;
        }

        at = at with { Changed = changed };
        return page.HasMore ? at with { Position = page.Rows[^1].Key } : await NextAsync(at, cancellationToken);
    }

    private async Task<ZoneRenewal> NextAsync(ZoneRenewal at, CancellationToken cancellationToken)
    {
        var range = new RowRange(at.Workspace ?? "0", "g", FromExclusive: at.Workspace is not null); // ids of workspaces
        var page = await rows.ReadRangeAsync(SystemKeys.Workspaces, range, 1, cancellationToken);
        return page.Rows is [var row] ? at with { Workspace = row.Key, Position = null } : at with { IsDone = true };
    }

    /// <summary>The place, and when it was last stored.</summary>
    private sealed class Run(ZoneRenewal now, string? etag, long started)
    {
        public const string Key = "renewal";

        private long _saved = started;
        private string? _etag = etag;

        public ZoneRenewal Now { get; private set; } = now;

        public long Started { get; } = started;

        /// <returns>False where somebody else has stored another place.</returns>
        public async Task<bool> SaveAsync(
            IRowStore rows,
            ZoneRenewal next,
            TimeProvider time,
            CancellationToken cancellationToken
        )
        {
            Now = next;
            return !next.IsDone && _etag is not null && time.GetElapsedTime(_saved) < s_betweenSaves
                || await FlushAsync(rows, time, cancellationToken);
        }

        public async Task<bool> FlushAsync(IRowStore rows, TimeProvider time, CancellationToken cancellationToken)
        {
            var data = Now.ToRow(StoredJson.Default.ZoneRenewal);
            var write = _etag is null ? RowWrite.Insert(Key, data) : RowWrite.Replace(Key, data, _etag);
            var outcome = await rows.WriteAsync(SystemKeys.Zones, [write], cancellationToken);
            if (outcome.Succeeded)
            {
                (_etag, _saved) = (outcome.ETags[0], time.GetTimestamp());
            }

            return outcome.Succeeded;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "All that is to come is due by the zone rules {Version}; the times of {Changed} publications have changed."
        )]
        public static partial void Renewed(ILogger logger, string version, int changed);
    }
}
