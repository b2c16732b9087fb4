using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>A durable task hub: runs orchestrations on a SQLite file and survives the death of its process.</summary>
public sealed class DurableTaskHub : IAsyncDisposable
{
    private readonly HubEngine _engine;
    private bool _isDisposed;

    public DurableTaskHub(
        DurableTaskHubOptions options,
        DurableFunctions functions,
        TimeProvider time,
        IWorkScheduler scheduler,
        ILoggerFactory loggerFactory
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        _engine = new HubEngine(options, functions, time, scheduler, loggerFactory);
        Client = new HubClient(_engine);
    }

    /// <summary>Usable once the hub has started.</summary>
    public DurableTaskClient Client { get; }

    public DurableTaskHubHealth Health => _engine.Health;

    /// <summary>Takes up everything unfinished: activities that were under way run again, due timers fire, messages are delivered.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _engine.StartAsync().WaitAsync(cancellationToken);

    /// <summary>Starts nothing more, cancels activities and waits for them. What wasn't finished goes on after the next start.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _engine.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _engine.StopAsync(CancellationToken.None);
            await _engine.DisposeAsync();
        }
    }
}
