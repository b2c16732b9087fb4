using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>A hub on a file of its own, on real threads, that can be killed and opened again.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("atlas-hub-").FullName;
    private readonly List<(DurableTaskHub Hub, CuttableScheduler Scheduler)> _killed = [];
    private DurableTaskHub _hub;
    private CuttableScheduler _scheduler;

    public TestHub(DurableTaskHubOptions? options = null, TimeProvider? time = null)
    {
        Options = (options ?? new DurableTaskHubOptions()) with { DatabasePath = Path.Combine(_directory, "hub.db") };
        Time = time ?? TimeProvider.System;
        (_hub, _scheduler) = Create();
    }

    public DurableTaskHubOptions Options { get; set; }

    public TimeProvider Time { get; }

    public DurableFunctions Functions { get; set; } = new();

    public List<string> Escaped { get; } = [];

    public DurableTaskClient Client => _hub.Client;

    public DurableTaskHub Hub => _hub;

    public string DatabasePath => Options.DatabasePath!;

    public static async Task<TestHub> StartAsync(
        Action<DurableFunctions> register,
        DurableTaskHubOptions? options = null,
        TimeProvider? time = null
    )
    {
        TestHub hub = new(options, time);
        register(hub.Functions);
        await hub._hub.StartAsync(CancellationToken.None);
        return hub;
    }

    /// <summary>Ends the hub as kill -9 would: nothing more of it runs.</summary>
    public void Kill()
    {
        _scheduler.Cut();
        _killed.Add((_hub, _scheduler));
    }

    public async Task ReopenAsync(DurableFunctions? functions = null)
    {
        Functions = functions ?? Functions;
        (_hub, _scheduler) = Create();
        await _hub.StartAsync(CancellationToken.None);
    }

    public async Task StopAndReopenAsync(DurableFunctions? functions = null)
    {
        await _hub.DisposeAsync();
        await ReopenAsync(functions);
    }

    public Task<OrchestrationMetadata> CompletionAsync(string id) =>
        Client.WaitForInstanceCompletionAsync(
            id,
            getInputsAndOutputs: true,
            new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token
        );

    public async Task<T?> RunAsync<T>(string orchestrator, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options);
        var done = await CompletionAsync(id);
        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{done.RuntimeStatus}: {done.FailureDetails}");
        return done.ReadOutputAs<T>();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        Assert.Empty(Escaped);
    }

    private (DurableTaskHub, CuttableScheduler) Create()
    {
        CuttableScheduler scheduler = new(
            new ThreadPoolScheduler(ex =>
            {
                lock (Escaped)
                {
                    Escaped.Add(ex.ToString());
                }
            })
        );
        return (new DurableTaskHub(Options, Functions, Time, scheduler, NullLoggerFactory.Instance), scheduler);
    }
}
