using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>A durable task hub: runs orchestrations on a SQLite file and survives the death of its process.</summary>
public sealed class DurableTaskHub : IAsyncDisposable
{
    private readonly HubEngine _engine;
    private bool _isOpen;
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

    /// <summary>Usable once the hub is open.</summary>
    public DurableTaskClient Client { get; }

    public DurableTaskHubHealth Health => _engine.Health;

    /// <summary>Lets the client be used, and leaves what was under way alone until <see cref="StartAsync"/>.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _engine.OpenAsync().WaitAsync(cancellationToken);
        _isOpen = true;
    }

    /// <summary>Takes up everything unfinished: activities that were under way run again, due timers fire, messages are delivered.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            await OpenAsync(cancellationToken);
        }

        await _engine.TakeUpAsync().WaitAsync(cancellationToken);
    }

    /// <summary>Cancels activities, waits for them and begins none; the client is still of use. What comes next is <see cref="StopAsync"/>.</summary>
    public Task QuiesceAsync(CancellationToken cancellationToken) => _engine.QuiesceAsync(cancellationToken);

    /// <summary>Starts nothing more, cancels activities and waits for them. What wasn't finished goes on after the next start.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _engine.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _engine.DisposeAsync();
        }
    }
}
