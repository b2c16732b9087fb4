using Atlas.LocalRuntime.ServiceBus;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.AzureClients.Tests.ServiceBus;

public sealed class DeliveryTests
{
    private static readonly TimeSpan s_lock = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_message_comes_with_all_that_its_sender_gave_it_even_after_a_restart()
    {
        using var folder = new TempDirectory();
        await using var broker = new TestBroker(new() { DatabasePath = folder["bus.db"] });
        var sent = new ServiceBusMessage("Grüße")
        {
            MessageId = "m-1",
            ContentType = "application/json",
            CorrelationId = "c",
            Subject = "s",
            To = "t",
            ReplyTo = "r",
            ReplyToSessionId = "rs",
            SessionId = "session",
            PartitionKey = "session",
            TimeToLive = TimeSpan.FromDays(2),
        };
        Dictionary<string, object?> properties = new()
        {
            ["text"] = "x",
            ["int"] = 1,
            ["long"] = long.MinValue,
            ["double"] = 0.1,
            ["decimal"] = 1.10m,
            ["flag"] = true,
            ["guid"] = Guid.CreateVersion7(),
            ["time"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
            ["span"] = TimeSpan.FromTicks(7),
            ["bytes"] = new byte[] { 1, 255 },
            ["uri"] = new Uri("https://example.org/a%20b"),
            ["null"] = null,
        };
        foreach (var (name, value) in properties)
        {
            sent.ApplicationProperties[name] = value!;
        }

        await broker.Sender.SendMessageAsync(sent);
        var warm = await broker.Receiver.PeekMessageAsync();
        await broker.RestartAsync();
        var cold = await broker.Receiver.ReceiveMessageAsync(TestBroker.NoWait);

        foreach (var message in new[] { warm, cold })
        {
            Assert.Equal("Grüße", message.Body.ToString());
            Assert.Equal(
                ("m-1", "application/json", "c", "s", "t"),
                (message.MessageId, message.ContentType, message.CorrelationId, message.Subject, message.To)
            );
            Assert.Equal(
                ("r", "rs", "session", "session"),
                (message.ReplyTo, message.ReplyToSessionId, message.SessionId, message.PartitionKey)
            );
            Assert.Equal(properties, message.ApplicationProperties!);
            Assert.Equal(broker.Clock.Now, message.EnqueuedTime);
            Assert.Equal(broker.Clock.Now.AddDays(2), message.ExpiresAt);
        }

        Assert.Equal((0, 1), (warm.DeliveryCount, cold.DeliveryCount));
        Assert.Equal(broker.Clock.Now + s_lock, cold.LockedUntil);
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_sent_and_an_abandoned_one_to_its_old_place()
    {
        await using var broker = new TestBroker();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => broker.Sender.SendMessageAsync(new($"{i}"))));
        var receiver = broker.Receiver;

        var first = await receiver.ReceiveMessagesAsync(50, TestBroker.NoWait);
        await receiver.AbandonMessageAsync(first[10]);
        var again = await receiver.ReceiveMessageAsync(TestBroker.NoWait);
        var rest = await receiver.ReceiveMessagesAsync(500, TestBroker.NoWait);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), first.Concat(rest).Select(message => message.Body.ToString()));
        Assert.Equal((first[10].SequenceNumber, 2), (again.SequenceNumber, again.DeliveryCount));
        Assert.NotEqual(first[10].LockToken, again.LockToken);
    }

    [Fact]
    public async Task A_message_whose_lock_ran_out_comes_again_and_its_old_lock_settles_nothing()
    {
        await using var broker = new TestBroker();
        await broker.Sender.SendMessageAsync(new("x"));
        var receiver = broker.Receiver;
        var first = await receiver.ReceiveMessageAsync(TestBroker.NoWait);

        broker.Clock.Advance(s_lock - TimeSpan.FromTicks(1));
        Assert.Null(await receiver.ReceiveMessageAsync(TestBroker.NoWait));
        broker.Clock.Advance(TimeSpan.FromTicks(1));
        var second = await receiver.ReceiveMessageAsync(TestBroker.NoWait);

        Assert.Equal((1, 2), (first.DeliveryCount, second.DeliveryCount));
        Func<Task>[] settlings =
        [
            () => receiver.CompleteMessageAsync(first),
            () => receiver.AbandonMessageAsync(first),
            () => receiver.DeadLetterMessageAsync(first, "reason"),
            () => receiver.RenewMessageLockAsync(first),
        ];
        foreach (var settle in settlings)
        {
            var failure = await Assert.ThrowsAsync<ServiceBusException>(settle);
            Assert.Equal((ServiceBusFailureReason.MessageLockLost, false), (failure.Reason, failure.IsTransient));
        }

        await receiver.CompleteMessageAsync(second);
        await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(second));
        Assert.Equal(new LocalQueueCounts(0, 0, 0, 0), broker.Bus.Count("queue"));
    }

    [Fact]
    public async Task A_renewed_lock_lasts_from_its_renewal()
    {
        await using var broker = new TestBroker();
        await broker.Sender.SendMessagesAsync([new("a"), new("b")]);
        var receiver = broker.Receiver;
        var messages = await receiver.ReceiveMessagesAsync(2, TestBroker.NoWait);

        broker.Clock.Advance(TimeSpan.FromSeconds(40));
        await receiver.RenewMessageLockAsync(messages[0]);
        broker.Clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(broker.Clock.Now + TimeSpan.FromSeconds(20), messages[0].LockedUntil);
        await receiver.CompleteMessageAsync(messages[0]);
        await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(messages[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_its_last_delivery_a_message_is_dead_and_can_be_read_resent_and_completed_there(bool abandons)
    {
        await using var broker = new TestBroker(new() { QueueDefaults = new() { MaxDeliveryCount = 3 } });
        await broker.Sender.SendMessageAsync(new("poison") { MessageId = "m", ApplicationProperties = { ["kept"] = 1 } });
        var receiver = broker.Receiver;
        for (var i = 1; i <= 3; i++)
        {
            var delivered = await receiver.ReceiveMessageAsync(TestBroker.NoWait);
            Assert.Equal(i, delivered.DeliveryCount);
            if (abandons)
            {
                await receiver.AbandonMessageAsync(delivered);
            }
            else
            {
                broker.Clock.Advance(s_lock);
            }
        }

        Assert.Null(await receiver.ReceiveMessageAsync(TestBroker.NoWait));
        var deadLetters = broker.DeadLetters;
        var dead = await deadLetters.ReceiveMessageAsync(); // waits for the move, which runs in the background

        Assert.Equal("queue/$DeadLetterQueue", deadLetters.EntityPath);
        Assert.Equal(("m", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Equal("Message could not be consumed after 3 delivery attempts.", dead.DeadLetterErrorDescription);
        await deadLetters.AbandonMessageAsync(dead);
        dead = await deadLetters.ReceiveMessageAsync(TestBroker.NoWait);
        await broker.Sender.SendMessageAsync(new ServiceBusMessage(dead));
        await deadLetters.CompleteMessageAsync(dead);
        var resent = await receiver.ReceiveMessageAsync(TestBroker.NoWait);
        Assert.Equal(("poison", 1, null), (resent.Body.ToString(), resent.DeliveryCount, resent.DeadLetterReason));
        Assert.Equal(1, resent.ApplicationProperties["kept"]);
        Assert.Equal(new LocalQueueCounts(0, 1, 0, 0), broker.Bus.Count("queue"));
    }

    [Fact]
    public async Task A_receiver_can_dead_letter_with_a_reason_and_abandon_with_properties()
    {
        await using var broker = new TestBroker();
        await broker.Sender.SendMessageAsync(new("x"));
        var receiver = broker.Receiver;
        var message = await receiver.ReceiveMessageAsync(TestBroker.NoWait);

        await receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["seen"] = "once" });
        message = await receiver.ReceiveMessageAsync(TestBroker.NoWait);
        await receiver.DeadLetterMessageAsync(
            message,
            new Dictionary<string, object> { ["by"] = 7 },
            "Rejected",
            "No such post."
        );
        var dead = await broker.DeadLetters.ReceiveMessageAsync(TestBroker.NoWait);

        Assert.Equal(("Rejected", "No such post."), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(("once", 7), (dead.ApplicationProperties["seen"], dead.ApplicationProperties["by"]));
    }

    [Fact]
    public async Task Receive_and_delete_hands_out_once_and_settles_nothing()
    {
        await using var broker = new TestBroker();
        await broker.Sender.SendMessageAsync(new("x"));
        var receiver = broker.Client.CreateReceiver("queue", new() { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var message = await receiver.ReceiveMessageAsync(TestBroker.NoWait);

        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(message));
        broker.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await receiver.ReceiveMessageAsync(TestBroker.NoWait));
    }

    [Fact]
    public async Task A_waiting_receiver_wakes_for_a_message_and_not_for_another_receivers()
    {
        await using var broker = new TestBroker();
        var waiting = Enumerable.Range(0, 3).Select(_ => broker.Receiver.ReceiveMessageAsync()).ToArray();

        await broker.Sender.SendMessagesAsync([new("a"), new("b")]);
        await Eventually.BeAsync(() => waiting.Count(task => task.IsCompleted) == 2);
        broker.Clock.Advance(TimeSpan.FromSeconds(59)); // their locks last 60 s, and so does the wait
        Assert.Equal(2, waiting.Count(task => task.IsCompleted));
        broker.Clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        await broker.Sender.SendMessageAsync(new("c"));

        var bodies = (await Task.WhenAll(waiting)).Select(message => message.Body.ToString()).Order();
        Assert.Equal(["a", "b", "c"], bodies);
    }

    [Fact]
    public async Task A_wait_ends_with_nothing_at_its_time_and_by_cancellation_and_with_its_receiver()
    {
        await using var broker = new TestBroker();
        using var cancellation = new CancellationTokenSource();
        var timed = broker.Receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        var cancelled = broker.Receiver.ReceiveMessageAsync(TimeSpan.FromHours(1), cancellation.Token);
        var closing = broker.Receiver;
        var closed = closing.ReceiveMessageAsync(TimeSpan.FromHours(1));
        var stopped = broker.Receiver.ReceiveMessageAsync(TimeSpan.FromHours(1));

        broker.Clock.Advance(TimeSpan.FromSeconds(5));
        await cancellation.CancelAsync();
        await closing.CloseAsync();
        Assert.Null(await timed);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closed);
        await broker.Bus.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => stopped);
        Assert.Equal(ServiceBusFailureReason.ServiceCommunicationProblem, failure.Reason);
    }

    [Fact]
    public async Task Peeking_shows_everything_in_order_and_locks_nothing()
    {
        await using var broker = new TestBroker();
        await broker.Sender.SendMessagesAsync([new("locked"), new("visible")]);
        await broker.Sender.ScheduleMessageAsync(new("scheduled"), broker.Clock.Now.AddHours(1));
        await broker.Receiver.ReceiveMessageAsync(TestBroker.NoWait);
        var peeking = broker.Receiver;

        var first = await peeking.PeekMessageAsync();
        var rest = await peeking.PeekMessagesAsync(10);

        Assert.Equal("locked", first.Body.ToString());
        Assert.Equal(["visible", "scheduled"], rest.Select(message => message.Body.ToString()));
        Assert.Equal([ServiceBusMessageState.Active, ServiceBusMessageState.Scheduled], rest.Select(message => message.State));
        Assert.Equal(first.SequenceNumber, (await peeking.PeekMessageAsync(fromSequenceNumber: 0)).SequenceNumber);
        Assert.Equal(new LocalQueueCounts(1, 1, 1, 0), broker.Bus.Count("queue"));
    }
}
