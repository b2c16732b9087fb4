using Atlas.Functions.Health;
using Atlas.LocalRuntime.Functions;

namespace Atlas.Functions.Hosting;

internal sealed class LocalHostHealth(IRuntimeHealth runtime) : IHostHealth
{
    public HostHealth Report()
    {
        var report = runtime.Report();
        return new HostHealth(
            report.IsLive,
            report.IsReady,
            [
                .. report.Parts.Select(part => new HealthCheckView(
                    part.Name,
                    part.State == RuntimePartState.Running,
                    part.LastError is null ? part.State.ToString() : $"{part.State}: {part.LastError}"
                )),
            ]
        );
    }
}
