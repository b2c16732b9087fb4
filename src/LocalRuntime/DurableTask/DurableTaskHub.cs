using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>A durable task hub: runs orchestrations on a SQLite file and survives the death of its process.</summary>
#pragma warning disable CS9113 // the engine follows
public sealed class DurableTaskHub(
    DurableTaskHubOptions options,
    DurableFunctions functions,
    TimeProvider time,
    IWorkScheduler scheduler,
    ILoggerFactory loggerFactory
) : IAsyncDisposable
{
    public DurableTaskClient Client => throw new NotSupportedException();

    public DurableTaskHubHealth Health => throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
