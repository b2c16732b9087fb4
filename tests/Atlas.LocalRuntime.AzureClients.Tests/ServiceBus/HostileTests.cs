using Atlas.LocalRuntime.ServiceBus;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.AzureClients.Tests.ServiceBus;

public sealed class HostileTests
{
    [Fact]
    public async Task Hostile_mode_delays_repeats_and_reorders_but_loses_nothing()
    {
        const int Count = 300;
        var hostile = new HostileBusOptions { Seed = 5 };
        await using var broker = new TestBroker(new() { Hostile = hostile });
        await broker.Sender.SendMessagesAsync(Enumerable.Range(0, Count).Select(i => new ServiceBusMessage($"{i}")));
        var receiver = broker.Receiver;

        var atOnce = await ReceiveAllAsync();
        broker.Clock.Advance(hostile.MaxDelay);
        await Eventually.BeAsync(() => broker.Bus.Count("queue").Scheduled == 0);
        var late = await ReceiveAllAsync();

        int[] all = [.. atOnce, .. late];
        Assert.Equal(Enumerable.Range(0, Count), all.Distinct().Order());
        Assert.InRange(all.Length, Count * 11 / 10, Count * 13 / 10);
        Assert.InRange(late.Count, Count / 10, Count / 2);
        Assert.Contains(atOnce.Zip(atOnce.Skip(1)), pair => pair.First > pair.Second);

        async Task<List<int>> ReceiveAllAsync()
        {
            List<int> received = [];
            while (await receiver.ReceiveMessageAsync(TestBroker.NoWait) is { } message)
            {
                received.Add(int.Parse(message.Body.ToString()));
                await receiver.CompleteMessageAsync(message);
            }

            return received;
        }
    }
}
