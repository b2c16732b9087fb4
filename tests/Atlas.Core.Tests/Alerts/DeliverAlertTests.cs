using System.Text;
using System.Text.Json;
using Atlas.Core.Alerts;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Outbound;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Operations;
using Atlas.Core.Tests.Outbound;
using Atlas.Core.Workspaces;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Alerts;

/// <summary>How an alert gets to its receiver, whatever that answers and wherever the way there is cut.</summary>
public sealed class DeliverAlertTests : IMessageSender, IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly LoopbackServer _server = new();
    private readonly MemoryVault _vault = new();
    private readonly InMemoryRowStore _rows;
    private readonly EgressGuard _egress;
    private readonly PriorityQueue<WorkItem.DeliverAlert, DateTimeOffset> _messages = new();
    private readonly Id<Workspace> _workspace = new(Guid.CreateVersion7());
    private DeliverAlert _deliver = null!;
    private Func<RowStoreMoment, bool>? _faults;

    public DeliverAlertTests()
    {
        _rows = new InMemoryRowStore((moment, _, _) => _faults?.Invoke(moment) is true ? throw Fault() : ValueTask.CompletedTask);
        var options = new EgressOptions { AllowedLoopbackPorts = $"{_server.Port}" };
        _egress = new EgressGuard(new SystemHostResolver(), options, _clock);
        Restart();
    }

    private int Calls => _server.Requests.Count;

    public void Dispose()
    {
        _egress.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task It_is_told_once_and_a_repeated_message_tells_it_no_more()
    {
        Answer("204 No Content");
        var alert = await RaiseAsync();

        await _deliver.RunAsync(_workspace, alert, 0, default);
        await _deliver.RunAsync(_workspace, alert, 0, default);

        Assert.Equal(1, Calls);
        Assert.StartsWith("POST /hook ", _server.Requests.Single(), StringComparison.Ordinal);
        var delivery = (await AlertAsync(alert)).Delivery!;
        Assert.Equal((1, (DateTimeOffset?)_clock.Now, null), (delivery.Attempts, delivery.DeliveredAt, delivery.Problem));
        Assert.Equal(0, _messages.Count);
    }

    [Fact]
    public async Task A_receiver_that_refuses_is_asked_nine_times_over_most_of_a_day_and_then_left()
    {
        Answer("500 Oh no");
        var alert = await RaiseAsync();
        var started = _clock.Now;

        await RunAllAsync(alert, twice: true);

        Assert.Equal(9, Calls);
        var delivery = (await AlertAsync(alert)).Delivery!;
        Assert.Equal((9, null, "It answered 500."), (delivery.Attempts, delivery.NextAttemptAt, delivery.Problem));
        Assert.InRange(delivery.GivenUpAt!.Value - started, TimeSpan.FromHours(20), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task One_that_says_when_to_come_back_is_left_alone_until_then()
    {
        Answer("429 Too Many Requests\r\nRetry-After: 600");
        var alert = await RaiseAsync();

        await _deliver.RunAsync(_workspace, alert, 0, default);

        Assert.Equal(_clock.Now.AddSeconds(600), (await AlertAsync(alert)).Delivery!.NextAttemptAt);
    }

    [Fact]
    public async Task What_somebody_has_seen_is_told_no_more()
    {
        Answer("500 Oh no");
        var alert = await RaiseAsync();
        await _deliver.RunAsync(_workspace, alert, 0, default);
        await ReplaceAsync(await AlertAsync(alert) with { AcknowledgedAt = _clock.Now });

        await RunAllAsync(alert);

        Assert.Equal(1, Calls);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _server.Redirect("/hook", $"http://127.0.0.1:{_server.Port}/elsewhere");
        var alert = await RaiseAsync();

        await _deliver.RunAsync(_workspace, alert, 0, default);

        Assert.Equal(1, Calls);
        Assert.Contains("It redirects", (await AlertAsync(alert)).Delivery!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_never_answers_costs_its_own_alerts_a_minute_and_nobody_a_worker()
    {
        var (first, second) = (await RaiseAsync(), await RaiseAsync());
        var hangs = _deliver.RunAsync(_workspace, first, 0, default);
        await Eventually.BeAsync(() => Calls == 1);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await hangs;

        await _deliver.RunAsync(_workspace, second, 0, default);

        Assert.Equal(1, Calls);
        Assert.Null((await AlertAsync(second)).Delivery);
        Answer("200 OK");
        await RunAllAsync(second);
        Assert.NotNull((await AlertAsync(second)).Delivery!.DeliveredAt);
        Assert.NotNull((await AlertAsync(first)).Delivery!.DeliveredAt);
    }

    /// <summary>Rows fail at random, a message whose handling failed comes again, and processes begin anew: it arrives all the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Cut_anywhere_on_its_way_it_arrives(int seed)
    {
        var dice = new Random(seed);
        for (var run = 0; run < 25; run++)
        {
            Answer("503 Not yet");
            var alert = await RaiseAsync();
            var before = Calls;
            var answersFrom = before + dice.Next(1, 5);
            _faults = _ => dice.Next(5) == 0;
            await RunAllAsync(
                alert,
                onAttempt: () =>
                {
                    Restart();
                    if (Calls >= answersFrom)
                    {
                        Answer("200 OK");
                    }
                }
            );

            _faults = null;
            Assert.NotNull((await AlertAsync(alert)).Delivery!.DeliveredAt);
            Assert.True(Calls > before);
        }
    }

    [Fact]
    public async Task A_vault_that_is_away_is_a_receiver_that_is()
    {
        Answer("200 OK");
        var alert = await RaiseAsync();
        _vault.Away = true;
        await _deliver.RunAsync(_workspace, alert, 0, default);
        Assert.Contains("vault", (await AlertAsync(alert)).Delivery!.Problem, StringComparison.Ordinal);

        _vault.Away = false;
        await RunAllAsync(alert);

        Assert.Equal((2, 1), ((await AlertAsync(alert)).Delivery!.Attempts, Calls));
    }

    Task IMessageSender.SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var entry = JsonSerializer.Deserialize(message.Body.Span, StoredJson.Default.OutboxEntry)!;
            _messages.Enqueue((WorkItem.DeliverAlert)entry.Work, message.ScheduledFor ?? _clock.Now);
        }

        return Task.CompletedTask;
    }

    private static StorageUnavailableException Fault() => new("asked in vain", null, null);

    private void Answer(string head) =>
        _server.Answers["/hook"] = Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private void Restart() =>
        _deliver = new DeliverAlert(
            _rows,
            _vault,
            new AlertWebhook(_egress, _clock),
            new Outbox(_rows, this, _clock, NullLogger<Outbox>.Instance),
            _clock,
            NullLogger<DeliverAlert>.Instance
        );

    /// <summary>Handles the first message and all that it leads to, each at its time, and again where handling it failed.</summary>
    private async Task RunAllAsync(Id<Alert> alert, bool twice = false, Action? onAttempt = null)
    {
        if (_messages.Count == 0)
        {
            _messages.Enqueue(new WorkItem.DeliverAlert(alert), _clock.Now);
        }

        while (_messages.TryDequeue(out var message, out var at))
        {
            if (at > _clock.Now)
            {
                _clock.AdvanceTo(at);
            }

            onAttempt?.Invoke();
            try
            {
                await _deliver.RunAsync(_workspace, message.AlertId, message.Attempt, default);
                if (twice)
                {
                    await _deliver.RunAsync(_workspace, message.AlertId, message.Attempt, default);
                }
            }
            catch (StorageUnavailableException)
            {
                _messages.Enqueue(message, _clock.Now);
            }
        }
    }

    private async Task<Id<Alert>> RaiseAsync()
    {
        var address = ReceiverAddress.New(new Uri($"http://127.0.0.1:{_server.Port}/hook"));
        await _vault.SetAsync("receiver", address.ToSecret(), default);
        var receiver = new AlertReceiver("receiver", "127.0.0.1", _clock.Now, "key");
        var alert = new Alert
        {
            Id = Id<Alert>.New(_clock),
            WorkspaceId = _workspace,
            Kind = AlertKind.Missed,
            PublicationId = Id<Publication>.New(_clock),
            ChannelId = Id<Channel>.New(_clock),
            Platform = Platform.TikTok,
            At = _clock.Now,
            Message = "It was late.",
        };
        await _rows.WriteAsync(
            WorkspaceKeys.Partition(_workspace),
            [
                RowWrite.Upsert(WorkspaceKeys.AlertReceiver, receiver.ToRow(StoredJson.Default.AlertReceiver)),
                RowWrite.Insert(WorkspaceKeys.Alert(alert.Id), alert.ToRow(StoredJson.Default.Alert)),
            ],
            default
        );
        return alert.Id;
    }

    private async Task<Alert> AlertAsync(Id<Alert> id) =>
        (
            await _rows.ReadAsync(WorkspaceKeys.Partition(_workspace), WorkspaceKeys.Alert(id), StoredJson.Default.Alert, default)
        )!.Value;

    private async Task ReplaceAsync(Alert alert) =>
        await _rows.WriteAsync(
            WorkspaceKeys.Partition(_workspace),
            [RowWrite.Upsert(WorkspaceKeys.Alert(alert.Id), alert.ToRow(StoredJson.Default.Alert))],
            default
        );
}
