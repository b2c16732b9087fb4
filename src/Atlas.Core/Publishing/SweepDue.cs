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

    /// <summary>Reading and starting one takes milliseconds of waiting: so many wait together.</summary>
    public const int AtOnce = 16;

    /// <summary>One tenant's crowd may not fill a hub that is shared with others and serves first come first.</summary>
    private const int DefaultStarts = 2000;

    /// <summary>Entries older than this are looked for once an hour only.</summary>
    private const int RecentDays = 2;
    internal const int AllDays = 35;

    /// <summary>Overdue by so much without any visible reason: its orchestration is gone, or sleeps through its time.</summary>
    private static readonly TimeSpan s_leftBehind = TimeSpan.FromSeconds(90);

    /// <summary>
    /// What was started and waits for its time needs no look every minute: an edit writes its entry again, which makes it another
    /// one. An orchestration that is lost meanwhile is still noticed well before its time.
    /// </summary>
    private static readonly TimeSpan s_asleepFor = TimeSpan.FromMinutes(10);

    private readonly SweepMemory _memory = new(time);
    private DateTimeOffset _lastFull = DateTimeOffset.MinValue;

    /// <summary>From then on a publication that isn't live is looked at every minute.</summary>
    private TimeSpan PastDue => settings.Value.Grace < s_leftBehind ? settings.Value.Grace : s_leftBehind;

    /// <summary>A sweep out of turn, after something that concerns many: what was seen of them before counts for nothing.</summary>
    public Task<SweepSummary> RunAnewAsync(IPublicationStarter starter, CancellationToken cancellationToken)
    {
        _memory.WakeAll();
        return RunAsync(starter, cancellationToken);
    }

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
            if (entries.Count == 0)
            {
                continue;
            }

            var stray = new List<DueEntry>();
            foreach (var group in entries.Chunk(AtOnce))
            {
                var looks = await Task.WhenAll(group.Select(entry => LookAsync(entry, sweep, cancellationToken)));
                stray.AddRange(looks.OfType<DueEntry>());
                last = group[^1];
            }

            if (stray.Count > 0)
            {
                await dueIndex.RemoveAsync(stray, cancellationToken);
                stray.ForEach(_memory.NoStray);
                sweep.Removed += stray.Count;
            }
        } while (more);
    }

    /// <returns>The entry, where it has been a stray for long enough to go.</returns>
    private async Task<DueEntry?> LookAsync(DueEntry entry, Sweep sweep, CancellationToken cancellationToken)
    {
        if (sweep.Passes(entry.WorkspaceId) || _memory.IsAsleep(entry))
        {
            return null;
        }

        sweep.AddLooked();
        try
        {
            if (await CarryAsync(entry, sweep, cancellationToken))
            {
                _memory.NoStray(entry);
            }
            else if (_memory.IsLongCarried(entry) || _memory.IsLongStray(entry))
            {
                return entry;
            }
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // one bad entry doesn't stop the rest
        {
            sweep.AddFailed();
            Log.EntryFaulted(logger, entry.PublicationId.ToString(), ex);
        }

        return null;
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

        var steps = publication.State.IsSettled() ? await OpenChildStepsAsync(publication, cancellationToken) : [];
        if (publication.State.IsSettled() && steps.Count == 0 || publication.Waiting?.Reason == WaitReason.Decision)
        {
            if (publication.State.IsSettled())
            {
                _memory.SleepsAsStray(entry);
            }

            return false;
        }

        publication = await overdue.LookAsync(current, cancellationToken);
        var held = publication.Waiting?.Reason == WaitReason.Paused;
        if (held && await hold.HoldsAsync(publication, cancellationToken))
        {
            return true;
        }

        var until =
            steps.Count > 0
                ? UntilOf(steps, publication.PublishedAt ?? entry.At)
                : publication.Waiting?.Until ?? publication.Lease?.Until ?? entry.At;
        var leftBehind = held || now - until > PatienceWith(publication);
        var started = _memory.IsStarted(publication);

        // What waits for its channel wakes when that is connected again.
        var parked =
            publication is { CalledOff: null, Waiting: { Reason: WaitReason.Reconnect or WaitReason.SwitchedOff, Until: null } };
        var kind =
            parked ? StartKind.Parked
            : started ? StartKind.Again
            : StartKind.New;
        if (started && (parked || !leftBehind || _memory.IsJustWoken(publication)))
        {
            LetSleep(entry, publication, now);
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
            _memory.Woken(publication);
        }

        _memory.Started(publication);
        sweep.AddStarted();
        LetSleep(entry, publication, now);
        return true;
    }

    private void LetSleep(DueEntry entry, Publication publication, DateTimeOffset now)
    {
        var pastDue = entry.At + PastDue;
        if (publication.Waiting is null && now < entry.At)
        {
            _memory.Sleeps(entry, now + s_asleepFor < pastDue ? now + s_asleepFor : pastDue);
        }
    }

    private async Task<IReadOnlyList<ChildStep>> OpenChildStepsAsync(
        Publication publication,
        CancellationToken cancellationToken
    ) =>
        publishers.HasChildSteps(publication)
            ?
            [
                .. (await childSteps.ListAsync(publication.WorkspaceId, publication.Id, cancellationToken))
                    .Select(step => step.Value)
                    .Where(step => !step.IsSettled),
            ]
            : [];

    /// <summary>When the first of them can go on.</summary>
    private static DateTimeOffset UntilOf(IReadOnlyList<ChildStep> open, DateTimeOffset liveAt) =>
        open.Where(step => open.All(other => other.Name != step.After))
            .Select(step => step.NotBefore ?? step.Intent?.Deadline ?? step.AskedAt ?? liveAt)
            .DefaultIfEmpty(liveAt)
            .Min();

    /// <summary>What is looked at again and again in vain is not written each time, so its wait may seem to be over.</summary>
    private static TimeSpan PatienceWith(Publication publication) =>
        publication.Waiting?.Reason == WaitReason.MediaUnreachable
            ? s_leftBehind + AdvancePublication.RestatedAfter
            : s_leftBehind;

    private sealed class Sweep(DateTimeOffset horizon, IPublicationStarter starter, SweepBudget budget)
    {
        private int _looked;
        private int _started;
        private int _failed;

        public DateTimeOffset Horizon => horizon;

        public IPublicationStarter Starter => starter;

        public SweepBudget Budget => budget;

        /// <summary>In the second round: those who have more than came first.</summary>
        public IReadOnlySet<Id<Workspace>>? Only { get; set; }

        public int Looked => _looked;

        public int Started => _started;

        public int Failed => _failed;

        public int Removed { get; set; }

        public void AddLooked() => Interlocked.Increment(ref _looked);

        public void AddStarted() => Interlocked.Increment(ref _started);

        public void AddFailed() => Interlocked.Increment(ref _failed);

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
