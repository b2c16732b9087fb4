using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.Functions.Hosting;

namespace Atlas.LocalRuntime.Functions.Durable;

/// <summary>The task hub as a part of the runtime.</summary>
internal sealed class DurableHubPart(DurableTaskHub hub, TimeProvider time) : RuntimePart("durable hub", time)
{
    public override RuntimePartHealth Health =>
        base.Health is { State: RuntimePartState.Running } running && hub.Health.LastWriteFault is { } fault
            ? running with
            {
                State = RuntimePartState.Failing,
                LastError = fault,
                LastErrorAt = null,
            }
            : base.Health;

    public override Task OpenAsync(CancellationToken cancellationToken) => hub.OpenAsync(cancellationToken);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await hub.StartAsync(cancellationToken);
        Report(RuntimePartState.Running);
    }

    public override Task QuiesceAsync(CancellationToken cancellationToken) => hub.QuiesceAsync(cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await hub.StopAsync(cancellationToken);
        Report(RuntimePartState.Stopped);
    }
}
