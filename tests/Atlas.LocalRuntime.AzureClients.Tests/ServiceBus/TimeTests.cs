using Atlas.LocalRuntime.ServiceBus;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.AzureClients.Tests.ServiceBus;

public sealed class TimeTests
{
    [Fact]
    public async Task A_scheduled_message_wakes_a_waiting_receiver_at_its_time_even_after_a_restart()
    {
        using var folder = new TempDirectory();
        await using var broker = new TestBroker(new() { DatabasePath = folder["bus.db"] });
        var due = broker.Clock.Now.AddDays(3);
        await broker.Sender.ScheduleMessageAsync(new("later"), due);
        await broker.Sender.SendMessageAsync(new("soon") { ScheduledEnqueueTime = broker.Clock.Now.AddMinutes(1) });
        await broker.RestartAsync();

        var soon = broker.Receiver.ReceiveMessageAsync(TimeSpan.FromDays(5));
        broker.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("soon", (await soon).Body.ToString());
        await broker.Receiver.CompleteMessageAsync(await soon);
        var later = broker.Receiver.ReceiveMessageAsync(TimeSpan.FromDays(5));
        broker.Clock.AdvanceTo(due.AddTicks(-1));
        Assert.Null(await broker.Receiver.ReceiveMessageAsync(TestBroker.NoWait));

        // The timer of a far time fires once a day on the way to it.
        await Eventually.BeAsync(() =>
        {
            broker.Clock.AdvanceTo(broker.Clock.Now < due ? due : broker.Clock.Now.AddMilliseconds(1));
            return later.IsCompleted;
        });
        Assert.Equal(("later", due), ((await later)?.Body.ToString(), (await later)?.EnqueuedTime));
    }

    [Fact]
    public async Task A_message_that_becomes_due_joins_the_end_of_the_queue()
    {
        await using var broker = new TestBroker();
        var number = await broker.Sender.ScheduleMessageAsync(new("scheduled first"), broker.Clock.Now.AddMinutes(1));
        await broker.Sender.SendMessageAsync(new("sent second"));
        broker.Clock.Advance(TimeSpan.FromMinutes(1));

        var messages = await broker.Receiver.ReceiveMessagesAsync(2, TestBroker.NoWait);

        Assert.Equal(["sent second", "scheduled first"], messages.Select(message => message.Body.ToString()));
        Assert.True(messages[1].SequenceNumber > messages[0].SequenceNumber);
        Assert.Equal(number, messages[1].EnqueuedSequenceNumber);
    }

    [Fact]
    public async Task A_cancelled_message_never_comes_and_one_that_is_due_can_not_be_cancelled()
    {
        await using var broker = new TestBroker();
        var numbers = await broker.Sender.ScheduleMessagesAsync([new("a"), new("b")], broker.Clock.Now.AddMinutes(1));

        await broker.Sender.CancelScheduledMessageAsync(numbers[0]);
        var twice = await Assert.ThrowsAsync<ServiceBusException>(() => broker.Sender.CancelScheduledMessageAsync(numbers[0]));
        broker.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = await Assert.ThrowsAsync<ServiceBusException>(() => broker.Sender.CancelScheduledMessageAsync(numbers[1]));

        Assert.Equal(
            [ServiceBusFailureReason.MessageNotFound, ServiceBusFailureReason.MessageNotFound],
            [twice.Reason, late.Reason]
        );
        var messages = await broker.Receiver.ReceiveMessagesAsync(5, TestBroker.NoWait);
        Assert.Equal("b", Assert.Single(messages).Body.ToString());
    }

    [Fact]
    public async Task A_message_id_is_taken_once_in_its_window_even_after_a_restart_and_in_parallel()
    {
        using var folder = new TempDirectory();
        await using var broker = new TestBroker(
            new()
            {
                DatabasePath = folder["bus.db"],
                Queues = new Dictionary<string, LocalQueueOptions>
                {
                    ["Queue"] = new() { RequiresDuplicateDetection = true, DuplicateDetectionWindow = TimeSpan.FromMinutes(10) },
                },
            }
        );
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => broker.Sender.SendMessageAsync(new("x") { MessageId = "m" })));
        await broker.RestartAsync();
        await broker.Sender.SendMessageAsync(new("x") { MessageId = "m" });
        await broker.Client.CreateSender("other").SendMessageAsync(new("x") { MessageId = "m" });
        var receiver = broker.Receiver;
        await receiver.CompleteMessageAsync(Assert.Single(await receiver.ReceiveMessagesAsync(100, TestBroker.NoWait)));

        broker.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        await broker.Sender.SendMessageAsync(new("x") { MessageId = "m" });
        Assert.Null(await receiver.ReceiveMessageAsync(TestBroker.NoWait));
        broker.Clock.Advance(TimeSpan.FromTicks(1));
        await broker.Sender.SendMessageAsync(new("x") { MessageId = "m" });

        Assert.NotNull(await receiver.ReceiveMessageAsync(TestBroker.NoWait));
        Assert.Equal(1, broker.Bus.Count("other").Active);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_message_that_outlived_its_time_is_dropped_or_dead_lettered(bool deadLetters, int expected)
    {
        var defaults = new LocalQueueOptions
        {
            DefaultTimeToLive = TimeSpan.FromHours(1),
            DeadLetteringOnMessageExpiration = deadLetters,
        };
        await using var broker = new TestBroker(new() { QueueDefaults = defaults });
        await broker.Sender.SendMessageAsync(new("short") { TimeToLive = TimeSpan.FromMinutes(1) });
        await broker.Sender.SendMessageAsync(new("long") { TimeToLive = TimeSpan.FromDays(9) });
        var receiver = broker.Receiver;

        broker.Clock.Advance(TimeSpan.FromMinutes(1));
        var left = await receiver.ReceiveMessagesAsync(9, TestBroker.NoWait);

        Assert.Equal(("long", TimeSpan.FromHours(1)), (Assert.Single(left).Body.ToString(), left[0].TimeToLive));
        await Eventually.BeAsync(() => broker.Bus.Count("queue") == new LocalQueueCounts(0, 1, 0, expected));
        var dead = await broker.DeadLetters.ReceiveMessageAsync(TestBroker.NoWait);
        Assert.Equal(deadLetters ? "TTLExpiredException" : null, dead?.DeadLetterReason);
    }
}
