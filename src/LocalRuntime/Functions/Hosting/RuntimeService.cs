using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>
/// Starts the parts in their order (durable hub, queue pumps, timers) and stops them in the opposite one. They begin to
/// work once the web server listens, and activities end before it is drained, for a network that fetches an image asks this
/// very process for it. All else stops after the last request.
/// </summary>
internal sealed class RuntimeService(IReadOnlyList<RuntimePart> parts, ILogger<RuntimeService> logger)
    : IHostedLifecycleService,
        IRuntimeHealth
{
    private volatile bool _ready;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await part.OpenAsync(cancellationToken);
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await part.StartAsync(cancellationToken);
        }

        _ready = true;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => EachAsync(part => part.QuiesceAsync(cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _ready = false;
        return EachAsync(part => part.StopAsync(cancellationToken));
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public RuntimeHealthReport Report()
    {
        var states = parts.Select(part => part.Health).ToArray();
        return new RuntimeHealthReport(
            IsLive: !_ready || states.All(part => part.State != RuntimePartState.Stopped),
            IsReady: _ready && states.All(part => part.State is RuntimePartState.Running),
            states
        );
    }

    private async Task EachAsync(Func<RuntimePart, Task> stop)
    {
        foreach (var part in parts.Reverse())
        {
            try
            {
                await stop(part);
            }
            catch (Exception ex) // one part that can't stop must not keep the others from it
            {
                RuntimeLog.StopFailed(logger, ex, part.Health.Name);
            }
        }
    }
}
