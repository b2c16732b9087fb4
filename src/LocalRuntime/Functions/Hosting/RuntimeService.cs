using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>
/// Starts the parts in their order (durable hub, queue pumps, timers) and stops them in the opposite one. The web
/// server starts after it and is drained before it.
/// </summary>
internal sealed class RuntimeService(IReadOnlyList<RuntimePart> parts, ILogger<RuntimeService> logger)
    : IHostedService,
        IRuntimeHealth
{
    private volatile bool _ready;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await part.StartAsync(cancellationToken);
        }

        _ready = true;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ready = false;
        foreach (var part in parts.Reverse())
        {
            try
            {
                await part.StopAsync(cancellationToken);
            }
            catch (Exception ex) // one part that can't stop must not keep the others from it
            {
                RuntimeLog.StopFailed(logger, ex, part.Health.Name);
            }
        }
    }

    public RuntimeHealthReport Report()
    {
        var states = parts.Select(part => part.Health).ToArray();
        return new RuntimeHealthReport(
            IsLive: !_ready || states.All(part => part.State != RuntimePartState.Stopped),
            IsReady: _ready && states.All(part => part.State is RuntimePartState.Running),
            states
        );
    }
}
