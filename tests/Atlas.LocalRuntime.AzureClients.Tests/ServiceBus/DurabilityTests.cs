using Atlas.LocalRuntime.ServiceBus;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.AzureClients.Tests.ServiceBus;

public sealed class DurabilityTests
{
    [Fact]
    public async Task After_a_kill_all_that_was_acknowledged_is_there_visible_and_with_its_delivery_count()
    {
        using var folder = new TempDirectory();
        await using var killed = new TestBroker(new() { DatabasePath = folder["bus.db"] });
        await killed.Sender.SendMessagesAsync([new("completed"), new("locked"), new("dead"), new("abandoned"), new("waiting")]);
        await killed.Sender.ScheduleMessageAsync(new("scheduled"), killed.Clock.Now.AddHours(1));
        var receiver = killed.Receiver;
        var taken = await receiver.ReceiveMessagesAsync(4, TestBroker.NoWait);
        await receiver.CompleteMessageAsync(taken[0]);
        await receiver.DeadLetterMessageAsync(taken[2], "why");
        await receiver.AbandonMessageAsync(taken[3]);

        // The files as they are at this moment are all that a killed process leaves.
        foreach (var file in (string[])["bus.db", "bus.db-wal"])
        {
            File.Copy(folder[file], folder[$"after-{file}"]);
        }

        await using var broker = new TestBroker(new() { DatabasePath = folder["after-bus.db"] }, killed.Clock);
        var messages = await broker.Receiver.ReceiveMessagesAsync(9, TestBroker.NoWait);
        var dead = await broker.DeadLetters.ReceiveMessagesAsync(9, TestBroker.NoWait);

        Assert.Equal(
            [("locked", 2), ("abandoned", 2), ("waiting", 1)],
            messages.Select(message => (message.Body.ToString(), message.DeliveryCount))
        );
        Assert.Equal(("dead", "why"), (Assert.Single(dead).Body.ToString(), dead[0].DeadLetterReason));
        Assert.Equal(1, broker.Bus.Count("queue").Scheduled);
        await broker.Sender.SendMessageAsync(new("new"));
        var fresh = await broker.Receiver.ReceiveMessageAsync(TestBroker.NoWait);
        Assert.True(fresh.SequenceNumber > messages.Max(message => message.SequenceNumber));
    }

    [Fact]
    public async Task A_message_that_kills_its_receiver_every_time_ends_as_a_dead_letter()
    {
        using var folder = new TempDirectory();
        await using var broker = new TestBroker(
            new()
            {
                DatabasePath = folder["bus.db"],
                QueueDefaults = new() { MaxDeliveryCount = 3 },
            }
        );
        await broker.Sender.SendMessageAsync(new("poison"));
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(i, (await broker.Receiver.ReceiveMessageAsync(TestBroker.NoWait)).DeliveryCount);
            await broker.RestartAsync();
        }

        Assert.Equal("MaxDeliveryCountExceeded", (await broker.DeadLetters.ReceiveMessageAsync()).DeadLetterReason);
        Assert.Null(await broker.Receiver.ReceiveMessageAsync(TestBroker.NoWait));
    }

    /// <summary>
    /// Commits fail at random, before or after they reach the disk. Whatever is told to the callers must be true: an
    /// acknowledged send is delivered until it is completed, and what was completed never comes again.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task No_acknowledged_message_is_lost_and_no_completed_one_comes_again_while_commits_fail(int seed)
    {
        using var folder = new TempDirectory();
        var disk = new FailingDisk(seed);
        await using var broker = new TestBroker(
            new()
            {
                DatabasePath = folder["bus.db"],
                CommitSeam = disk,
                QueueDefaults = new() { MaxDeliveryCount = 1_000_000 },
            }
        );
        HashSet<string> acknowledged = [];
        HashSet<string> attempted = [];
        HashSet<string> completed = [];
        var random = new Random(seed);
        disk.Fails = true;
        for (var step = 0; step < 600; step++)
        {
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    var names = Enumerable.Range(0, random.Next(1, 4)).Select(i => $"{step}-{i}").ToArray();
                    attempted.UnionWith(names);
                    await TryAsync(async () =>
                    {
                        await broker.Sender.SendMessagesAsync(names.Select(name => new ServiceBusMessage(name)));
                        acknowledged.UnionWith(names);
                    });
                    break;
                case 3 when random.Next(10) == 0:
                    await broker.RestartAsync();
                    break;
                case 4:
                    broker.Clock.Advance(TimeSpan.FromSeconds(random.Next(90)));
                    break;
                default:
                    await TryAsync(() => ReceiveAsync(settle: random.Next(3)));
                    break;
            }
        }

        disk.Fails = false;
        await broker.RestartAsync();
        HashSet<string> left = [];
        while (await broker.Receiver.ReceiveMessagesAsync(100, TestBroker.NoWait) is { Count: > 0 } messages)
        {
            left.UnionWith(messages.Select(message => message.Body.ToString()));
        }

        Assert.True(disk.Failures > 20, $"Only {disk.Failures} commits failed.");
        Assert.Subset(left.Union(completed).Union(disk.Unsure).ToHashSet(), acknowledged);
        Assert.Empty(left.Intersect(completed));
        Assert.Subset(attempted, left);

        async Task ReceiveAsync(int settle)
        {
            var receiver = broker.Receiver;
            foreach (var message in await receiver.ReceiveMessagesAsync(random.Next(1, 5), TestBroker.NoWait))
            {
                var name = message.Body.ToString();
                Assert.DoesNotContain(name, completed);
                if (settle == 1)
                {
                    await receiver.AbandonMessageAsync(message);
                }
                else if (settle == 2)
                {
                    disk.Unsure.Add(name); // until the answer comes
                    await receiver.CompleteMessageAsync(message);
                    disk.Unsure.Remove(name);
                    completed.Add(name);
                }
            }
        }
    }

    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ServiceBusException ex) when (ex.IsTransient) { }
    }

    private sealed class FailingDisk(int seed) : ISqliteCommitSeam
    {
        private readonly Random _random = new(seed);

        public bool Fails { get; set; }

        public int Failures { get; private set; }

        public HashSet<string> Unsure { get; } = [];

        public void BeforeCommit(int items) => FailAtRandom();

        public void AfterCommit(int items) => FailAtRandom();

        private void FailAtRandom()
        {
            if (Fails && _random.Next(6) == 0)
            {
                Failures++;
                throw new IOException("The disk is full.");
            }
        }
    }
}
