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

public sealed class ServiceBusDeadLettersTests : IAsyncDisposable
{
    private const string Queue = "q";
    private readonly LocalServiceBus _bus;
    private readonly ServiceBusClient _client;
    private readonly ServiceBusMessageSender _sender;
    private readonly ServiceBusDeadLetters _letters;

    public ServiceBusDeadLettersTests()
    {
        _bus = new LocalServiceBus(
            new LocalServiceBusOptions { HostName = $"{Guid.NewGuid():N}.local" },
            TimeProvider.System,
            new ThreadPoolScheduler(ex => throw new InvalidOperationException("escaped", ex)),
            NullLoggerFactory.Instance
        );
        _client = new ServiceBusClient(_bus.ConnectionString);
        _sender = new ServiceBusMessageSender(_client);
        _letters = new ServiceBusDeadLetters(_client, _sender);
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _client.DisposeAsync();
        await _bus.DisposeAsync();
    }

    [Fact]
    public async Task They_are_listed_in_pages_with_reason_and_count_and_stay()
    {
        await GiveUpAsync(5);

        var first = await _letters.ListAsync(Queue, 0, 3, default);
        var rest = await _letters.ListAsync(Queue, first[^1].Number + 1, 3, default);

        var all = first.Concat(rest).ToList();
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], all.Select(TextOf));
        Assert.All(all, letter => Assert.Equal("broken", letter.Reason));
        Assert.Equal(5, _bus.Count(Queue).DeadLettered);
    }

    [Fact]
    public async Task One_is_put_back_and_the_others_can_be_taken_at_once_by_somebody_else()
    {
        await GiveUpAsync(5);
        var third = (await _letters.ListAsync(Queue, 0, 10, default))[2];

        Assert.Equal(1, await SettleAsync([third.Number], replay: true));

        Assert.Equal((1, 4), (_bus.Count(Queue).Active, _bus.Count(Queue).DeadLettered));
        var back = await _client.CreateReceiver(Queue).ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(("m2", "m2"), (back.MessageId, back.Body.ToString()));
        Assert.Equal(4, await SettleAsync(numbers: null, replay: true));
    }

    [Fact]
    public async Task All_are_put_back_and_none_is_left()
    {
        await GiveUpAsync(60);

        Assert.Equal(60, await SettleAsync(numbers: null, replay: true));

        Assert.Equal((60, 0), (_bus.Count(Queue).Active, _bus.Count(Queue).DeadLettered));
    }

    [Fact]
    public async Task What_is_thrown_away_is_gone()
    {
        await GiveUpAsync(3);

        Assert.Equal(3, await SettleAsync(numbers: null, replay: false));

        Assert.Equal((0, 0), (_bus.Count(Queue).Active, _bus.Count(Queue).DeadLettered));
        Assert.Empty(await _letters.ListAsync(Queue, 0, 10, default));
    }

    [Fact]
    public async Task A_lock_that_is_lost_between_sending_and_settling_is_told_and_loses_none()
    {
        var clock = new FakeClock();
        await using var bus = new LocalServiceBus(
            new LocalServiceBusOptions { HostName = $"{Guid.NewGuid():N}.local" },
            clock,
            new ThreadPoolScheduler(ex => throw new InvalidOperationException("escaped", ex)),
            NullLoggerFactory.Instance
        );
        await using var client = new ServiceBusClient(bus.ConnectionString);
        await using var sender = new ServiceBusMessageSender(client);
        await GiveUpAsync(client, sender, 2);
        var slow = new SlowSender(sender, () => clock.Advance(TimeSpan.FromMinutes(6)));

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            new ServiceBusDeadLetters(client, slow).SettleAsync(Queue, null, replay: true, limit: 500, default)
        );

        Assert.Contains($"{ServiceBusFailureReason.MessageLockLost}", fault.Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), (bus.Count(Queue).Active, bus.Count(Queue).DeadLettered));
        Assert.Equal(
            2,
            await new ServiceBusDeadLetters(client, sender).SettleAsync(Queue, null, replay: true, limit: 500, default)
        );
        Assert.Equal((3, 0), (bus.Count(Queue).Active, bus.Count(Queue).DeadLettered));
    }

    private Task<int> SettleAsync(long[]? numbers, bool replay) =>
        _letters.SettleAsync(Queue, numbers?.ToHashSet(), replay, limit: 500, default);

    private Task GiveUpAsync(int count) => GiveUpAsync(_client, _sender, count);

    private static async Task GiveUpAsync(ServiceBusClient client, ServiceBusMessageSender sender, int count)
    {
        await sender.SendAsync(
            Queue,
            [.. Enumerable.Range(0, count).Select(i => new OutgoingMessage($"m{i}", Encoding.UTF8.GetBytes($"m{i}")))],
            default
        );
        await using var receiver = client.CreateReceiver(Queue);
        for (var given = 0; given < count; given++)
        {
            var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5));
            await receiver.DeadLetterMessageAsync(message, "broken", "in a test");
        }
    }

    private sealed class SlowSender(IMessageSender sender, Action wait) : IMessageSender
    {
        public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
        {
            await sender.SendAsync(queue, messages, cancellationToken);
            wait();
        }
    }

    private static string TextOf(DeadLetter letter) => Encoding.UTF8.GetString(letter.Body.Span);
}
