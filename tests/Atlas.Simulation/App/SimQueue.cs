using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.Simulation.Engine;

namespace Atlas.Simulation.App;

/// <summary>The queue: at least once, in no order. A message that fails comes again.</summary>
internal sealed class SimQueue(World world)
{
    private static readonly Act[] s_delivery = [Act.Repeat, Act.Repeat, Act.Stall];

    public int Waiting { get; private set; }

    public void Accept(OutgoingMessage message)
    {
        var delay = message.ScheduledFor is { } at && at > world.Now ? at - world.Now : TimeSpan.Zero;
        switch (world.Chaos.At("message delivery", s_delivery))
        {
            case Act.Repeat:
                Deliver(message, delay + world.Chaos.Upto(120));
                break;
            case Act.Stall:
                delay += world.Chaos.Upto(300);
                break;
        }

        Deliver(message, delay + world.Chaos.Upto(1));
    }

    private void Deliver(OutgoingMessage message, TimeSpan delay)
    {
        Waiting++;
        world.Around(async () =>
        {
            await world.DelayAsync(delay);
            while (true)
            {
                var instance = await world.AnyInstanceAsync();
                var end = await instance.Process.RunAsync(() =>
                    instance.Work.HandleAsync(message.Body, instance.Starter, CancellationToken.None)
                );
                if (end.Succeeded)
                {
                    Waiting--;
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
