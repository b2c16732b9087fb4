using System.Collections.Concurrent;
using Atlas.Core.Operations;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Starts or wakes whatever the ledger says is near, due or left behind. Orchestrations, timers and messages may be lost: this
/// is what heals them, once a minute and at every start.
/// </summary>
public sealed partial class SweepDue(
    DueIndex dueIndex,
    PublicationStore publications,
    ChildStepStore childSteps,
    PlatformPublishers publishers,
    PublishingHold hold,
    IOptions<PublishingOptions> settings,
    TimeProvider time,
    ILogger<SweepDue> logger
)
{
    private const int PageSize = 500;

    /// <summary>One tenant's crowd may not fill the hub: so many starts a workspace and sweep, the rest in the next one.</summary>
    private const int StartsPerWorkspace = 2000;

    /// <summary>Entries older than this are looked for once an hour only.</summary>
    private const int RecentDays = 2;
    private const int AllDays = 35;

    /// <summary>Overdue by so much without any visible reason: its orchestration is gone, or sleeps through its time.</summary>
    private static readonly TimeSpan s_leftBehind = TimeSpan.FromSeconds(90);

    /// <summary>
    /// An entry is written before the batch that needs it. One that the ledger doesn't need now may be needed in a moment: it is
    /// removed when it is still a stray after this.
    /// </summary>
    private static readonly TimeSpan s_strayFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<DueEntry, DateTimeOffset> _strays = new();
    private readonly ConcurrentDictionary<(Id<Publication>, int), DateTimeOffset> _started = new();
    private DateTimeOffset _lastFull = DateTimeOffset.MinValue;

    public async Task<SweepSummary> RunAsync(IPublicationStarter starter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var full = now - _lastFull >= TimeSpan.FromHours(1);
        Forget(now);
        var sweep = new Sweep(now + settings.Value.StartAhead, starter);
        for (
            var day = now.AddDays(full ? -AllDays : -RecentDays).Date;
            day <= sweep.Horizon.UtcDateTime.Date;
            day = day.AddDays(1)
        )
        {
            for (var shard = 0; shard < SystemKeys.DueShards; shard++)
            {
                await SweepShardAsync(new DateTimeOffset(day, TimeSpan.Zero), shard, sweep, cancellationToken);
            }
        }

        if (full)
        {
            _lastFull = now;
        }

        return new SweepSummary(sweep.Looked, sweep.Started, sweep.Failed, sweep.Removed);
    }

    private async Task SweepShardAsync(DateTimeOffset day, int shard, Sweep sweep, CancellationToken cancellationToken)
    {
        DueEntry? last = null;
        bool more;
        do
        {
            (var entries, more) = await dueIndex.ReadAsync(day, shard, sweep.Horizon, last, PageSize, cancellationToken);
            var stray = new List<DueEntry>();
            foreach (var entry in entries)
            {
                sweep.Looked++;
                try
                {
                    if (await CarryAsync(entry, sweep, cancellationToken))
                    {
                        _strays.TryRemove(entry, out _);
                    }
                    else if (time.GetUtcNow() - _strays.GetOrAdd(entry, time.GetUtcNow()) >= s_strayFor)
                    {
                        stray.Add(entry);
                    }
                }
                catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // one bad entry doesn't stop the rest
                {
                    sweep.Failed++;
                    Log.EntryFaulted(logger, entry.PublicationId.ToString(), ex);
                }

                last = entry;
            }

            if (stray.Count > 0)
            {
                await dueIndex.RemoveAsync(stray, cancellationToken);
                stray.ForEach(entry => _strays.TryRemove(entry, out _));
                sweep.Removed += stray.Count;
            }
        } while (more);
    }

    /// <summary>False when the ledger no longer needs the entry.</summary>
    private async Task<bool> CarryAsync(DueEntry entry, Sweep sweep, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            (await publications.ReadAsync(entry.WorkspaceId, entry.PublicationId, cancellationToken))?.Value
            is not { } publication
        )
        {
            return false;
        }

        // It was moved to a later time, where it has another entry. An entry behind its time is one that was added for what follows.
        if (
            string.CompareOrdinal(
                SortableTime.Format(entry.At),
                SortableTime.Format(publication.DueAt ?? DateTimeOffset.MaxValue)
            ) < 0
        )
        {
            return false;
        }

        if (
            publication.State.IsSettled() && !await HasOpenChildStepAsync(publication, cancellationToken)
            || publication.Waiting?.Reason == WaitReason.Decision
        )
        {
            return false;
        }

        var held = publication.Waiting?.Reason == WaitReason.Paused;
        if (held && await hold.HoldsAsync(publication, cancellationToken))
        {
            return true;
        }

        var leftBehind = held || now - (publication.Waiting?.Until ?? publication.Lease?.Until ?? entry.At) > s_leftBehind;
        var key = (publication.Id, publication.Generation);
        var started = _started.ContainsKey(key);

        // What waits for its channel wakes when that is connected again. It is looked at once an hour, out of a budget of its own.
        var parked = publication is { CalledOff: null, Waiting: { Reason: WaitReason.Reconnect, Until: null } };
        if (started && (parked || !leftBehind) || !sweep.MayStart(entry.WorkspaceId, parked))
        {
            return true;
        }

        await sweep.Starter.StartAsync(publication, cancellationToken);
        if (leftBehind)
        {
            await sweep.Starter.WakeAsync(publication, cancellationToken);
        }

        _started[key] = now;
        sweep.Started++;
        return true;
    }

    private async Task<bool> HasOpenChildStepAsync(Publication publication, CancellationToken cancellationToken)
    {
        if (!publishers.HasChildSteps(publication))
        {
            return false;
        }

        var steps = await childSteps.ListAsync(publication.WorkspaceId, publication.Id, cancellationToken);
        return steps.Any(step => !step.Value.IsSettled);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, at) in _started)
        {
            if (now - at > TimeSpan.FromHours(1))
            {
                _started.TryRemove(key, out _);
            }
        }

        foreach (var (entry, at) in _strays)
        {
            if (now - at > 2 * s_strayFor)
            {
                _strays.TryRemove(entry, out _);
            }
        }
    }

    private sealed class Sweep(DateTimeOffset horizon, IPublicationStarter starter)
    {
        private readonly Dictionary<(Id<Workspace>, bool), int> _starts = [];

        public DateTimeOffset Horizon => horizon;

        public IPublicationStarter Starter => starter;

        public int Looked { get; set; }

        public int Started { get; set; }

        public int Failed { get; set; }

        public int Removed { get; set; }

        public bool MayStart(Id<Workspace> workspace, bool parked)
        {
            var starts = _starts.GetValueOrDefault((workspace, parked));
            _starts[(workspace, parked)] = starts + 1;
            return starts < StartsPerWorkspace;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Publication {PublicationId} could not be started; the next sweep tries again."
        )]
        public static partial void EntryFaulted(ILogger logger, string publicationId, Exception exception);
    }
}

public sealed record SweepSummary(int Looked, int Started, int Failed, int Removed);
