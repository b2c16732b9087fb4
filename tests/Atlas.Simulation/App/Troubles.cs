using Atlas.Core;
using Atlas.Core.Publishing;
using Atlas.Functions.Publishing;
using Atlas.Simulation.Runs;

namespace Atlas.Simulation.App;

/// <summary>What a run's twist does to it at moments of its own.</summary>
internal sealed class Troubles(World world)
{
    private const int Workers = 50;

    private readonly LedgerView _ledger = new(world);

    public void Begin(DateTimeOffset end)
    {
        switch (world.Twist)
        {
            case Twist.BusyStore:
                world.Around(() => BeBusyAsync(end));
                break;
            case Twist.ClaimStorm:
                world.Around(() => StormAsync(end));
                break;
            case Twist.PoisonMessages:
                Often(3, end, world.Queue.Replay);
                break;
            case Twist.TokenRefresh:
                Often(1, end, world.Platform.EndToken);
                break;
        }
    }

    /// <summary>Where something is due next, all workers are there.</summary>
    private async Task StormAsync(DateTimeOffset end)
    {
        for (var storms = 0; storms < 4 && world.Now < end; storms++)
        {
            if (await NextDueAsync() is { } due && _ledger.Publication(due) is { } now && !now.State.IsSettled())
            {
                world.Hub.Storm(new PublishPostInput(now.WorkspaceId, now.Id, now.Generation), Workers);
            }
        }
    }

    /// <summary>The store has too much to do when there is most to do.</summary>
    private async Task BeBusyAsync(DateTimeOffset end)
    {
        for (var spells = world.Random.Next(1, 5); spells > 0 && world.Now < end; spells--)
        {
            await NextDueAsync();
            await world.DelayAsync(world.Chaos.Upto(1));
            world.BusyUntil = world.Now + world.Chaos.Upto(world.Random.Next(2) == 0 ? 10 : 180);
        }
    }

    /// <summary>Waits for the time of what is due next.</summary>
    private async Task<Id<Publication>?> NextDueAsync()
    {
        await world.DelayAsync(TimeSpan.FromMinutes(world.Random.Next(0, 5)) + world.Chaos.Upto(10));
        var next = _ledger
            .Publications()
            .Where(publication => !publication.State.IsSettled() && publication.DueAt is not null)
            .MinBy(publication => (publication.DueAt, publication.Id.ToString()));
        if (next is not null)
        {
            await world.DelayAsync(next.DueAt!.Value - world.Now);
        }

        return next?.Id;
    }

    private void Often(int atMost, DateTimeOffset end, Action work)
    {
        for (var i = world.Random.Next(1, atMost + 1); i > 0; i--)
        {
            world.Around(async () =>
            {
                await world.DelayAsync((end - world.Now) * world.Random.NextDouble());
                work();
            });
        }
    }
}
