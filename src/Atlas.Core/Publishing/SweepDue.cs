using Atlas.Core.Storage;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Goes through the due index once a minute and at every start, and has whatever is near, due or left behind carried on. Orchestrations,
/// timers and messages may be lost: this is what heals them.
/// </summary>
public sealed class SweepDue(DueIndex dueIndex, DueCarrier carrier, IOptions<PublishingOptions> settings, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Reading and starting one takes milliseconds of waiting: so many wait together.</summary>
    public const int AtOnce = 16;

    /// <summary>One tenant's crowd may not fill a hub that is shared with others and serves first come first.</summary>
    private const int DefaultStarts = 2000;

    /// <summary>Entries older than this are looked for once an hour only.</summary>
    private const int RecentDays = 2;
    internal const int AllDays = 35;

    private DateTimeOffset _lastFull = DateTimeOffset.MinValue;

    /// <summary>A sweep out of turn, after something that concerns many: what was seen of them before counts for nothing.</summary>
    public Task<SweepSummary> RunAnewAsync(IPublicationStarter starter, CancellationToken cancellationToken)
    {
        carrier.Memory.WakeAll();
        return RunAsync(starter, cancellationToken);
    }

    public async Task<SweepSummary> RunAsync(IPublicationStarter starter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var full = now - _lastFull >= TimeSpan.FromHours(1);
        carrier.Memory.ForgetOld();
        var sweep = new SweepRound(
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

    private async Task SweepAllAsync(DateTimeOffset now, bool full, SweepRound sweep, CancellationToken cancellationToken)
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

    private async Task SweepShardAsync(DateTimeOffset day, int shard, SweepRound sweep, CancellationToken cancellationToken)
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
                var looks = await Task.WhenAll(group.Select(entry => carrier.LookAsync(entry, sweep, cancellationToken)));
                stray.AddRange(looks.OfType<DueEntry>());
                last = group[^1];
            }

            if (stray.Count > 0)
            {
                await dueIndex.RemoveAsync(stray, cancellationToken);
                stray.ForEach(carrier.Memory.NoStray);
                sweep.Removed += stray.Count;
            }
        } while (more);
    }
}
