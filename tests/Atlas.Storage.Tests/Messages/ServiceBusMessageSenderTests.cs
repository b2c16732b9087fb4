using System.Text;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.LocalRuntime.ServiceBus;
using Atlas.Storage.ServiceBus;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Storage.Tests.Messages;

public sealed class ServiceBusMessageSenderTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly LocalServiceBus _bus;
    private readonly ServiceBusClient _client;
    private readonly ServiceBusMessageSender _sender;

    public ServiceBusMessageSenderTests()
    {
        _bus = new LocalServiceBus(
            new LocalServiceBusOptions { HostName = $"{Guid.NewGuid():N}.local" },
            _clock,
            new ThreadPoolScheduler(ex => throw new InvalidOperationException("escaped", ex)),
            NullLoggerFactory.Instance
        );
        _client = new ServiceBusClient(_bus.ConnectionString);
        _sender = new ServiceBusMessageSender(_client);
    }

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _client.DisposeAsync();
        await _bus.DisposeAsync();
    }

    [Fact]
    public async Task A_message_arrives_with_its_id_and_body()
    {
        await _sender.SendAsync("q", [new OutgoingMessage("m-1", "{\"a\":1}"u8.ToArray())], None);

        var received = await _client.CreateReceiver("q").ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(("m-1", "{\"a\":1}", "application/json"), (received.MessageId, received.Body.ToString(), received.ContentType));
    }

    [Fact]
    public async Task A_scheduled_message_is_not_seen_before_its_time()
    {
        var at = _clock.Now.AddMinutes(10);
        await _sender.SendAsync("q", [new OutgoingMessage("later", default, at), new OutgoingMessage("now", default)], None);

        Assert.Equal((1, 1), (_bus.Count("q").Active, _bus.Count("q").Scheduled));
        _clock.Advance(TimeSpan.FromMinutes(11));
        await Eventually.BeAsync(() => _bus.Count("q").Active == 2);
    }

    [Fact]
    public async Task More_than_fits_into_one_batch_goes_out_in_several_and_none_is_left_out()
    {
        var body = Encoding.UTF8.GetBytes(new string('x', 100_000));
        await _sender.SendAsync("q", [.. Enumerable.Range(0, 9).Select(i => new OutgoingMessage($"m-{i}", body))], None);

        var received = await _client.CreateReceiver("q").ReceiveMessagesAsync(20, TimeSpan.FromSeconds(5));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"m-{i}"), received.Select(m => m.MessageId).Order());
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_before_any_is_sent()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() =>
            _sender.SendAsync("q", [new OutgoingMessage("m-1", default), new OutgoingMessage("m-2", new byte[200 * 1024 + 1])], None)
        );
        Assert.Contains("m-2", fault.Message);
        Assert.Equal(0, _bus.Count("q").Active);
    }

    [Fact]
    public async Task No_messages_are_no_call() => await new ServiceBusMessageSender(new RefusingClient(default)).SendAsync("q", [], None);

    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceBusy)]
    [InlineData(ServiceBusFailureReason.ServiceTimeout)]
    [InlineData(ServiceBusFailureReason.QuotaExceeded)]
    public async Task A_bus_that_does_not_take_them_is_unavailable(ServiceBusFailureReason reason)
    {
        var sender = new ServiceBusMessageSender(new RefusingClient(reason));
        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            sender.SendAsync("q", [new OutgoingMessage("m-1", default)], None)
        );
        Assert.Contains($"{reason}", fault.Message);
    }

    private sealed class RefusingClient(ServiceBusFailureReason reason) : ServiceBusClient
    {
        public override ServiceBusSender CreateSender(string queueOrTopicName) => new RefusingSender(reason);
    }

    private sealed class RefusingSender(ServiceBusFailureReason reason) : ServiceBusSender
    {
        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
            throw new ServiceBusException("no", reason);
    }
}
