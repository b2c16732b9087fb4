using Atlas.LocalRuntime.ServiceBus;
using Atlas.Testing;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.LocalRuntime.AzureClients.Tests.ServiceBus;

public sealed class ConnectionTests
{
    [Fact]
    public async Task A_client_is_made_before_its_broker_and_finds_it_by_host_name_when_it_is_used()
    {
        const string Host = "made-later.local";
        await using var client = new ServiceBusClient($"Endpoint=sb://{Host}/;SharedAccessKeyName=local;SharedAccessKey=local");
        await using var byToken = new ServiceBusClient("MADE-LATER.local", DelegatedTokenCredential.Create((_, _) => default));
        await using var sender = client.CreateSender("queue");
        var failure = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(new("x")));

        await using var bus = new LocalServiceBus(
            new() { HostName = Host },
            new FakeClock(),
            new ThreadPoolScheduler(_ => { }),
            NullLoggerFactory.Instance
        );
        await sender.SendMessageAsync(new("x"));

        Assert.Contains($"'{Host}'", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await byToken.CreateReceiver("QUEUE").ReceiveMessageAsync(TimeSpan.Zero));
        Assert.Equal(["queue"], bus.QueueNames);
    }

    [Fact]
    public async Task Two_brokers_can_not_share_a_host_name_and_a_stopped_one_frees_it()
    {
        await using var broker = new TestBroker();
        var options = new LocalServiceBusOptions
        {
            HostName = new ServiceBusClient(broker.Bus.ConnectionString).FullyQualifiedNamespace,
        };

        Assert.Throws<InvalidOperationException>(Open);
        await broker.Bus.DisposeAsync();
        await using var next = Open();

        LocalServiceBus Open() => new(options, new FakeClock(), new ThreadPoolScheduler(_ => { }), NullLoggerFactory.Instance);
    }

    [Theory]
    [InlineData("the-secret")]
    [InlineData("SharedAccessKeyName=x;SharedAccessKey=the-secret")]
    [InlineData("Endpoint=the-secret;SharedAccessKey=the-secret")]
    public void A_connection_string_that_can_not_be_read_is_not_quoted(string connectionString)
    {
        var failure = Assert.Throws<FormatException>(() => new ServiceBusClient(connectionString));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_closed_is_not_used_again()
    {
        await using var broker = new TestBroker();
        var sender = broker.Sender;
        var receiver = broker.Receiver;
        await sender.CloseAsync();
        await receiver.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new("x")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.ReceiveMessageAsync());
        await broker.Client.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => broker.Client.CreateSender("queue"));
    }

    [Fact]
    public async Task A_send_beyond_256_KiB_is_refused_whole_and_a_batch_says_when_it_is_full()
    {
        await using var broker = new TestBroker();
        var sender = broker.Sender;
        var half = new byte[130 * 1024];

        await sender.SendMessageAsync(new(new byte[255 * 1024]));
        var one = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(new(new byte[257 * 1024])));
        var two = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessagesAsync([new(half), new(half)]));
        using var batch = await sender.CreateMessageBatchAsync();
        Assert.True(batch.TryAddMessage(new(half)));
        Assert.False(batch.TryAddMessage(new(half)));
        await sender.SendMessagesAsync(batch);

        Assert.Equal(
            [ServiceBusFailureReason.MessageSizeExceeded, ServiceBusFailureReason.MessageSizeExceeded],
            [one.Reason, two.Reason]
        );
        Assert.Equal(2, broker.Bus.Count("queue").Active);
    }

    [Fact]
    public async Task A_property_that_the_wire_can_not_carry_is_refused_by_its_name()
    {
        await using var broker = new TestBroker();
        var message = new ServiceBusMessage("x") { ApplicationProperties = { ["Odd"] = new object() } };

        var failure = await Assert.ThrowsAsync<System.Runtime.Serialization.SerializationException>(() =>
            broker.Sender.SendMessageAsync(message)
        );

        Assert.Contains("'Odd'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_and_times_out_of_range_are_refused_where_they_are_set()
    {
        var message = new ServiceBusMessage();

        Assert.Throws<ArgumentException>(() => message.MessageId = "");
        Assert.Throws<ArgumentException>(() => message.MessageId = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.SessionId = new string('x', 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => message.TimeToLive = TimeSpan.Zero);
        message.SessionId = "a";
        Assert.Throws<ArgumentOutOfRangeException>(() => message.PartitionKey = "b");
    }
}
