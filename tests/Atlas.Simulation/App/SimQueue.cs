using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.Simulation.Engine;
using Atlas.Simulation.Runs;

namespace Atlas.Simulation.App;

/// <summary>The queue: at least once, in no order. A message that fails comes again.</summary>
internal sealed class SimQueue(World world)
{
    private static readonly Act[] s_delivery = [Act.Repeat, Act.Repeat, Act.Stall];

    private const int MostDeliveries = 10;

    private readonly List<OutgoingMessage> _dead = [];
    private int _accepted;
    private int _latest;

    /// <summary>Messages that have not done their work, dead letters among them.</summary>
    public int Waiting { get; private set; }

    public bool HasDeadLetters => _dead.Count > 0;

    /// <summary>The way back for dead letters: each is delivered anew.</summary>
    public void Replay()
    {
        foreach (var message in _dead)
        {
            world.Tell("message replayed");
            Waiting--;
            Deliver(message, world.Chaos.Upto(5), isPoison: false);
        }

        _dead.Clear();
    }

    public void Accept(OutgoingMessage message)
    {
        var delay = message.ScheduledFor is { } at && at > world.Now ? at - world.Now : TimeSpan.Zero;
        var isPoison = world is { Twist: Twist.PoisonMessages, Chaos.IsOn: true } && world.Random.Next(2) == 0;
        switch (world.Chaos.At("message delivery", s_delivery))
        {
            case Act.Repeat:
                Deliver(message, delay + world.Chaos.Upto(120), isPoison);
                break;
            case Act.Stall:
                delay += world.Chaos.Upto(300);
                break;
        }

        Deliver(message, delay + world.Chaos.Upto(1), isPoison);
    }

    private void Deliver(OutgoingMessage message, TimeSpan delay, bool isPoison)
    {
        Waiting++;
        var number = ++_accepted;
        world.Around(async () =>
        {
            await world.DelayAsync(delay);
            if (number < _latest)
            {
                world.Tell("message out of order");
            }

            _latest = Math.Max(_latest, number);
            for (var delivery = 1; ; delivery++)
            {
                var instance = await world.AnyInstanceAsync();
                var end = await instance.Process.RunAsync(() =>
                    isPoison
                        ? throw new InvalidOperationException("This message can't be handled.")
                        : instance.Work.HandleAsync(message.Body, instance.Starter, CancellationToken.None)
                );
                if (end.Succeeded)
                {
                    Waiting--;
                    return;
                }

                if (world.Twist == Twist.PoisonMessages && delivery == MostDeliveries)
                {
                    world.Tell("message dead-lettered");
                    _dead.Add(message);
                    return;
                }

                world.Note("queue", $"message {message.Id} comes again: {end.Fault?.Message ?? "its process ended"}");
                await world.DelayAsync(TimeSpan.FromSeconds(5) + world.Chaos.Upto(60));
            }
        });
    }
}

internal sealed class SimSender(SimQueue queue, Boundaries boundaries) : IMessageSender
{
    public async Task SendAsync(string name, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        await boundaries.RowsAsync("message send", cancellationToken);
        foreach (var message in messages)
        {
            queue.Accept(message);
        }

        if (await boundaries.WrittenAsync("message sent", cancellationToken))
        {
            throw new StorageUnavailableException("The queue's answer was lost.", retryAfter: null, innerException: null);
        }
    }
}
