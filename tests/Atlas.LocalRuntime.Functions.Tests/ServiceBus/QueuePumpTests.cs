using Atlas.LocalRuntime.ServiceBus;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.LocalRuntime.Functions.Tests.ServiceBus;

public sealed class QueuePumpTests : IDisposable
{
    private static int s_hosts;

    private readonly string _hostName = $"queue-pump-{Interlocked.Increment(ref s_hosts)}.local";
    private readonly AppFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Journal<Seen> _runs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_message_reaches_its_function_and_is_completed()
    {
        await using var app = await StartAsync(typeof(Messages));

        await SendAsync("one");

        Assert.Equal("one", (await _runs.NextAsync()).Text);
        await UntilAsync(app, counts => counts is { Active: 0, Locked: 0, DeadLettered: 0 });
    }

    [Fact]
    public async Task A_message_that_fails_comes_again_and_ends_in_the_dead_letters()
    {
        _runs.Behaviour = _ => throw new InvalidOperationException("broken on purpose");
        await using var app = await StartAsync(typeof(Messages));

        await SendAsync("poison");
        List<int> deliveries =
        [
            (await _runs.NextAsync()).Delivery,
            (await _runs.NextAsync()).Delivery,
            (await _runs.NextAsync()).Delivery,
        ];

        Assert.Equal([1, 2, 3], deliveries);
        await UntilAsync(app, counts => counts is { Active: 0, Locked: 0, DeadLettered: 1 });
        Assert.True(_runs.IsEmpty);
        Assert.Equal(3, app.Log.All.Count(line => line.Text.Contains("Function Messages failed")));
        var health = app.Services.GetRequiredService<IRuntimeHealth>().Report();
        Assert.True(health.IsReady);
        Assert.Contains("broken on purpose", Assert.Single(health.Parts).LastError);
    }

    [Fact]
    public async Task As_many_run_at_a_time_as_host_json_allows()
    {
        var (running, most) = (0, 0);
        _runs.Behaviour = async _ =>
        {
            var now = Interlocked.Increment(ref running);
            lock (_runs)
            {
                most = Math.Max(most, now);
            }

            await _runs.Gate.WaitAsync();
            Interlocked.Decrement(ref running);
        };
        await using var app = await StartAsync(
            typeof(Messages),
            "--AzureFunctionsJobHost:extensions:serviceBus:maxConcurrentCalls=3"
        );

        await SendAsync([.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        for (var i = 0; i < 3; i++)
        {
            await _runs.NextAsync();
        }

        await UntilAsync(app, counts => counts is { Active: 7, Locked: 3 });
        await UntilAsync(() => Volatile.Read(ref running) == 3);
        _runs.Gate.Release(10);
        await UntilAsync(app, counts => counts is { Active: 0, Locked: 0 });
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_lock_is_renewed_while_the_function_runs()
    {
        _runs.Behaviour = _ => _runs.Gate.WaitAsync();
        await using var app = await StartAsync(typeof(Messages));
        await SendAsync("slow");
        var message = (await _runs.NextAsync()).Message!;

        for (var i = 0; i < 48; i++) // four minutes: four times the lock's length
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await UntilAsync(() => message.LockedUntil - _time.GetUtcNow() > TimeSpan.FromSeconds(25));
        }

        Assert.True(_runs.IsEmpty);
        _runs.Gate.Release();
        await UntilAsync(app, counts => counts is { Active: 0, Locked: 0, DeadLettered: 0 });
    }

    [Fact]
    public async Task A_lock_is_not_renewed_beyond_the_limit_of_host_json()
    {
        _runs.Behaviour = seen => seen.Delivery == 1 ? _runs.Gate.WaitAsync() : Task.CompletedTask;
        await using var app = await StartAsync(
            typeof(Messages),
            "--AzureFunctionsJobHost:extensions:serviceBus:maxAutoLockRenewalDuration=00:00:40"
        );
        await SendAsync("slow");
        var message = (await _runs.NextAsync()).Message!;

        _time.Advance(TimeSpan.FromSeconds(30));
        await UntilAsync(() => message.LockedUntil - _time.GetUtcNow() == TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(2, (await _runs.NextAsync()).Delivery);
        _runs.Gate.Release();
    }

    [Theory]
    [InlineData("complete", 0, 0)]
    [InlineData("deadletter", 0, 1)]
    [InlineData("nothing", 1, 0)]
    public async Task Without_auto_complete_the_function_settles_by_itself(string text, int locked, int dead)
    {
        await using var app = await StartAsync(typeof(Settling));

        await SendAsync(text);
        await _runs.NextAsync();
        _runs.Gate.Release();

        await UntilAsync(app, counts => counts.Active == 0 && counts.Locked == locked && counts.DeadLettered == dead);
    }

    [Fact]
    public async Task Abandoning_by_hand_brings_the_message_back()
    {
        await using var app = await StartAsync(typeof(Settling));

        await SendAsync("abandon");

        Assert.Equal(1, (await _runs.NextAsync()).Delivery);
        Assert.Equal(2, (await _runs.NextAsync()).Delivery);
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 0)]
    public async Task Host_json_decides_on_completing_where_the_function_does_not(string autoComplete, int locked)
    {
        await using var app = await StartAsync(
            typeof(Messages),
            $"--AzureFunctionsJobHost:extensions:serviceBus:autoCompleteMessages={autoComplete}"
        );

        await SendAsync("one");
        await _runs.NextAsync();

        await UntilAsync(app, counts => counts.Active == 0 && counts.Locked == locked);
    }

    [Fact]
    public async Task A_batched_function_gets_an_array()
    {
        await using var app = await StartAsync(typeof(Batches), start: false);

        await SendAsync("a", "b", "c");
        await app.StartAsync();

        Assert.Equal("a,b,c", (await _runs.NextAsync()).Text);
        await UntilAsync(app, counts => counts is { Active: 0, Locked: 0 });
    }

    [Fact]
    public async Task A_body_is_read_as_json_into_the_functions_own_type()
    {
        await using var app = await StartAsync(typeof(Typed));

        await SendAsync("""{"NAME":"ada"}""");

        Assert.Equal("ada", (await _runs.NextAsync()).Text);
    }

    [Fact]
    public async Task Stopping_takes_no_new_message_and_waits_for_the_one_under_way()
    {
        _runs.Behaviour = _ => _runs.Gate.WaitAsync();
        await using var app = await StartAsync(typeof(Messages));
        await SendAsync("last");
        await _runs.NextAsync();

        var stopping = app.StopAsync();
        await UntilAsync(app, counts => counts.Locked == 1);
        await SendAsync("left behind");
        Assert.False(stopping.IsCompleted);
        _runs.Gate.Release();
        await stopping;

        await UntilAsync(app, counts => counts is { Active: 1, Locked: 0 });
        Assert.True(_runs.IsEmpty);
    }

    [Fact]
    public void A_missing_connection_setting_is_named()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() =>
            RunningApp.Build([typeof(Messages)], _folder, new LogLines())
        );

        Assert.Contains("'Bus'", refusal.Message);
        Assert.Contains("'Messages'", refusal.Message);
    }

    private string ConnectionString =>
        $"Endpoint=sb://{_hostName}/;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true";

    private async Task<RunningApp> StartAsync(Type functions, params string[] args) =>
        await StartAsync(functions, start: true, args);

    private Task<RunningApp> StartAsync(Type functions, bool start, params string[] args)
    {
        void Configure(FunctionsApplicationBuilder builder)
        {
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.AddSingleton(_runs);
            builder.ConfigureLocalRuntime(options =>
                options.ServiceBus = bus =>
                    bus with
                    {
                        HostName = _hostName,
                        QueueDefaults = bus.QueueDefaults with { MaxDeliveryCount = 3 },
                    }
            );
        }

        string[] all = [$"--Bus={ConnectionString}", .. args];
        return start
            ? RunningApp.StartAsync([functions], Configure, _folder, all)
            : Task.FromResult(RunningApp.Create([functions], Configure, _folder, all));
    }

    private async Task SendAsync(params string[] bodies)
    {
        await using var client = new ServiceBusClient(ConnectionString);
        await client.CreateSender("work").SendMessagesAsync(bodies.Select(body => new ServiceBusMessage(body)));
    }

    private static Task UntilAsync(RunningApp app, Func<LocalQueueCounts, bool> condition)
    {
        var broker = app.Services.GetRequiredService<LocalServiceBus>();
        return UntilAsync(() => condition(broker.Count("work")));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "What was waited for did not come.");
            await Task.Yield();
        }
    }

    public sealed record Seen(string Text, int Delivery, ServiceBusReceivedMessage? Message = null);

    public sealed record Person(string Name);

    public sealed class Messages(Journal<Seen> runs)
    {
        [Function("Messages")]
        public Task RunAsync([ServiceBusTrigger("work", Connection = "Bus")] ServiceBusReceivedMessage message) =>
            runs.AddAsync(new Seen(message.Body.ToString(), message.DeliveryCount, message));
    }

    public sealed class Typed(Journal<Seen> runs)
    {
        [Function("Typed")]
        public Task RunAsync([ServiceBusTrigger("work", Connection = "Bus")] Person person) =>
            runs.AddAsync(new Seen(person.Name, 0));
    }

    public sealed class Batches(Journal<Seen> runs)
    {
        [Function("Batches")]
        public Task RunAsync([ServiceBusTrigger("work", Connection = "Bus", IsBatched = true)] string[] bodies) =>
            runs.AddAsync(new Seen(string.Join(',', bodies), 0));
    }

    public sealed class Settling(Journal<Seen> runs)
    {
        [Function("Settling")]
        public async Task RunAsync(
            [ServiceBusTrigger("work", Connection = "Bus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
            ServiceBusMessageActions actions,
            CancellationToken cancellationToken
        )
        {
            await runs.AddAsync(new Seen(message.Body.ToString(), message.DeliveryCount, message));
            await (
                message.Body.ToString() switch
                {
                    "complete" => actions.CompleteMessageAsync(message, cancellationToken),
                    "abandon" => actions.AbandonMessageAsync(message, null, cancellationToken),
                    "deadletter" => actions.DeadLetterMessageAsync(message, null, "unwanted", null, cancellationToken),
                    _ => Task.CompletedTask,
                }
            );
        }
    }
}
