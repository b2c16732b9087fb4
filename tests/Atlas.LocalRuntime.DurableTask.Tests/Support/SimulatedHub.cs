using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>A hub in a simulation. On a file it can be killed and opened again.</summary>
internal sealed class SimulatedHub : IDisposable
{
    private readonly string? _directory;
    private DurableTaskHub _hub = null!;

    public SimulatedHub(
        int seed,
        DurableTaskHubOptions? options = null,
        bool onFile = false,
        Action<DurableFunctions>? register = null
    )
    {
        _directory = onFile ? Directory.CreateTempSubdirectory("atlas-sim-").FullName : null;
        Options = (options ?? new DurableTaskHubOptions()) with
        {
            DatabasePath = _directory is null ? null : Path.Combine(_directory, "hub.db"),
            ShareOf = options?.ShareOf ?? (_ => "everybody"),
        };
        Register = register ?? RandomPrograms.Register;
        Simulation = new Simulation(seed);
        Open();
    }

    public DurableTaskHubOptions Options { get; set; }

    public Action<DurableFunctions> Register { get; set; }

    public Simulation Simulation { get; private set; }

    public DurableTaskClient Client => _hub.Client;

    public DurableTaskHub Hub => _hub;

    public void Reopen(int seed)
    {
        var now = Simulation.Time.GetUtcNow();
        Simulation = new Simulation(seed);
        Simulation.Time.Advance(now - Simulation.Time.GetUtcNow());
        Open();
        Simulation.Complete(() => _hub.StartAsync(CancellationToken.None));
    }

    public void Start() => Simulation.Complete(() => _hub.StartAsync(CancellationToken.None));

    public void Schedule(string id, string name, object? input = null, StartOrchestrationOptions? options = null) =>
        Simulation.Complete(() =>
            Client.ScheduleNewOrchestrationInstanceAsync(name, input, (options ?? new()) with { InstanceId = id })
        );

    public OrchestrationMetadata Completion(string id) =>
        Simulation.Complete(() => Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true))
        ?? throw new InvalidOperationException("The simulation was cut off.");

    public OrchestrationMetadata? Get(string id) =>
        Simulation.Complete(() => Client.GetInstanceAsync(id, getInputsAndOutputs: true));

    public T? Output<T>(string id)
    {
        var done = Completion(id);
        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{done.RuntimeStatus}: {done.FailureDetails}");
        return done.ReadOutputAs<T>();
    }

    public T? Run<T>(string name, object? input = null)
    {
        Schedule("main", name, input, new StartOrchestrationOptions());
        return Output<T>("main");
    }

    public void Dispose()
    {
        if (!Simulation.IsCut)
        {
            Simulation.Complete(() => _hub.DisposeAsync().AsTask());
        }

        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void Open()
    {
        DurableFunctions functions = new();
        Register(functions);
        _hub = new DurableTaskHub(Options, functions, Simulation.Time, Simulation, NullLoggerFactory.Instance);
    }
}
