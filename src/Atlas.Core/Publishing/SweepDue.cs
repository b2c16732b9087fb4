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

    /// <summary>Reading and starting one takes milliseconds of waiting: so many wait together.</summary>
    public const int AtOnce = 16;

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

    /// <summary>
    /// What was started and waits for its time needs no look every minute: an edit writes its entry again, which makes it another
    /// one. An orchestration that is lost meanwhile is still noticed well before its time.
    /// </summary>
    private static readonly TimeSpan s_asleepFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<DueEntry, DateTimeOffset> _strays = new();
    private readonly ConcurrentDictionary<DueEntry, DateTimeOffset> _asleep = new();
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
            foreach (var group in entries.Chunk(AtOnce))
            {
                var looks = await Task.WhenAll(group.Select(entry => LookAsync(entry, sweep, cancellationToken)));
                stray.AddRange(looks.OfType<DueEntry>());
                last = group[^1];
            }

            if (stray.Count > 0)
            {
                await dueIndex.RemoveAsync(stray, cancellationToken);
                stray.ForEach(entry => _strays.TryRemove(entry, out _));
                sweep.Removed += stray.Count;
            }
        } while (more);
    }

    /// <returns>The entry, where it has been a stray for long enough to go.</returns>
    private async Task<DueEntry?> LookAsync(DueEntry entry, Sweep sweep, CancellationToken cancellationToken)
    {
        sweep.AddLooked();
        if (_asleep.TryGetValue(entry, out var until) && time.GetUtcNow() < until)
        {
            return null;
        }

        try
        {
            if (await CarryAsync(entry, sweep, cancellationToken))
            {
                _strays.TryRemove(entry, out _);
            }
            else if (time.GetUtcNow() - _strays.GetOrAdd(entry, time.GetUtcNow()) >= s_strayFor)
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
            // The very entry by which it was started: nothing has been asked of it since.
            if (publication.State.IsSettled() && _asleep.ContainsKey(entry))
            {
                _asleep[entry] = now + s_strayFor;
            }

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
            if (started)
            {
                LetSleep(entry, publication, now);
            }

            return true;
        }

        await sweep.Starter.StartAsync(publication, cancellationToken);
        if (leftBehind)
        {
            await sweep.Starter.WakeAsync(publication, cancellationToken);
        }

        _started[key] = now;
        sweep.AddStarted();
        LetSleep(entry, publication, now);
        return true;
    }

    private void LetSleep(DueEntry entry, Publication publication, DateTimeOffset now)
    {
        if (publication.Waiting is null && now < entry.At)
        {
            var overdue = entry.At + s_leftBehind;
            _asleep[entry] = now + s_asleepFor < overdue ? now + s_asleepFor : overdue;
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

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, at) in _started)
        {
            if (now - at > TimeSpan.FromHours(1))
            {
                _started.TryRemove(key, out _);
            }
        }

        foreach (var (entry, at) in _asleep)
        {
            if (now - at > TimeSpan.FromMinutes(10))
            {
                _asleep.TryRemove(entry, out _);
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
        private readonly ConcurrentDictionary<(Id<Workspace>, bool), int> _starts = new();
        private int _looked;
        private int _started;
        private int _failed;

        public DateTimeOffset Horizon => horizon;

        public IPublicationStarter Starter => starter;

        public int Looked => _looked;

        public int Started => _started;

        public int Failed => _failed;

        public int Removed { get; set; }

        public void AddLooked() => Interlocked.Increment(ref _looked);

        public void AddStarted() => Interlocked.Increment(ref _started);

        public void AddFailed() => Interlocked.Increment(ref _failed);

        public bool MayStart(Id<Workspace> workspace, bool parked) =>
            _starts.AddOrUpdate((workspace, parked), 1, (_, starts) => starts + 1) <= StartsPerWorkspace;
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
