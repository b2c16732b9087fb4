using Atlas.Core.Alerts;
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
    OverdueWatch overdue,
    PublishingHold hold,
    IOptions<PublishingOptions> settings,
    TimeProvider time,
    ILogger<SweepDue> logger
)
{
    private const int PageSize = 500;

    /// <summary>One tenant's crowd may not fill a hub that is shared with others and serves first come first.</summary>
    private const int DefaultStarts = 2000;

    /// <summary>Entries older than this are looked for once an hour only.</summary>
    private const int RecentDays = 2;
    private const int AllDays = 35;

    /// <summary>Overdue by so much without any visible reason: its orchestration is gone, or sleeps through its time.</summary>
    private static readonly TimeSpan s_leftBehind = TimeSpan.FromSeconds(90);

    /// <summary>How long preparing takes until it shows in the row that it waits for something.</summary>
    private static readonly TimeSpan s_begun = TimeSpan.FromMinutes(2);

    private readonly SweepMemory _memory = new(time);
    private DateTimeOffset _lastFull = DateTimeOffset.MinValue;

    public async Task<SweepSummary> RunAsync(IPublicationStarter starter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var full = now - _lastFull >= TimeSpan.FromHours(1);
        _memory.ForgetOld();
        var sweep = new Sweep(
            now + settings.Value.StartAhead,
            starter,
            new SweepBudget(settings.Value.StartsPerSweep ?? DefaultStarts)
        );
        await SweepAllAsync(now, full, sweep, cancellationToken);
        if (sweep.Budget.HoldsBack)
        {
            sweep.Only = sweep.Budget.NextRound();
            await SweepAllAsync(now, full, sweep, cancellationToken);
        }

        if (full)
        {
            _lastFull = now;
        }

        return new SweepSummary(sweep.Looked, sweep.Started, sweep.Failed, sweep.Removed, sweep.Budget.HoldsBack);
    }

    private async Task SweepAllAsync(DateTimeOffset now, bool full, Sweep sweep, CancellationToken cancellationToken)
    {
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
                last = entry;
                if (sweep.Passes(entry.WorkspaceId) || _memory.IsAsleep(entry))
                {
                    continue;
                }

                sweep.Looked++;
                try
                {
                    if (await CarryAsync(entry, sweep, cancellationToken))
                    {
                        _memory.NoStray(entry);
                    }
                    else if (_memory.IsLongStray(entry))
                    {
                        stray.Add(entry);
                    }
                }
                catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // one bad entry doesn't stop the rest
                {
                    sweep.Failed++;
                    Log.EntryFaulted(logger, entry.PublicationId.ToString(), ex);
                }
            }

            await dueIndex.RemoveAsync(stray, cancellationToken);
            stray.ForEach(_memory.NoStray);
            sweep.Removed += stray.Count;
        } while (more);
    }

    /// <summary>False when the ledger no longer needs the entry.</summary>
    private async Task<bool> CarryAsync(DueEntry entry, Sweep sweep, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await publications.ReadAsync(entry.WorkspaceId, entry.PublicationId, cancellationToken) is not { } current)
        {
            return false;
        }

        // It was moved to a later time, where it has another entry. An entry behind its time is one that was added for what follows.
        var publication = current.Value;
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

        publication = await overdue.LookAsync(current, cancellationToken);
        var leftBehind = held || now - (publication.Waiting?.Until ?? publication.Lease?.Until ?? entry.At) > s_leftBehind;
        var started = _memory.IsStarted(publication);

        // What waits for its channel wakes when that is connected again.
        var parked =
            publication is { CalledOff: null, Waiting: { Reason: WaitReason.Reconnect or WaitReason.SwitchedOff, Until: null } };
        var kind =
            parked ? StartKind.Parked
            : started ? StartKind.Again
            : StartKind.New;
        if (started && (parked || !leftBehind))
        {
            FallAsleep(entry, publication, now);
            return true;
        }

        if (!sweep.Budget.MayStart(entry.WorkspaceId, kind))
        {
            return true;
        }

        await sweep.Starter.StartAsync(publication, cancellationToken);
        if (leftBehind)
        {
            await sweep.Starter.WakeAsync(publication, cancellationToken);
        }

        _memory.Started(publication);
        sweep.Started++;
        return true;
    }

    /// <summary>
    /// What has been prepared, as far as that goes ahead, and waits for nothing but its time needn't be read each minute. An entry that is
    /// written again is another one.
    /// </summary>
    private void FallAsleep(DueEntry entry, Publication publication, DateTimeOffset now)
    {
        if (
            publication is { Waiting: null, Lease: null, Intent: null }
            && (publication.State == PublicationState.Ready || now - entry.At > s_begun - settings.Value.PrepareAhead)
        )
        {
            _memory.Sleeps(entry);
        }
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

    private sealed class Sweep(DateTimeOffset horizon, IPublicationStarter starter, SweepBudget budget)
    {
        public DateTimeOffset Horizon => horizon;

        public IPublicationStarter Starter => starter;

        public SweepBudget Budget => budget;

        /// <summary>In the second round: those who have more than came first.</summary>
        public IReadOnlySet<Id<Workspace>>? Only { get; set; }

        public int Looked { get; set; }

        public int Started { get; set; }

        public int Failed { get; set; }

        public int Removed { get; set; }

        public bool Passes(Id<Workspace> workspace) => budget.IsFull(workspace) || Only?.Contains(workspace) == false;
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

/// <param name="HeldBack">Whether some workspace has more to start than it may in one sweep.</param>
public sealed record SweepSummary(int Looked, int Started, int Failed, int Removed, bool HeldBack = false);
