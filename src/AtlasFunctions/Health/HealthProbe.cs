using Atlas.Core.Channels;
using Atlas.Core.Clocks;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Health;

/// <summary>Tries what the app can't do without: a row is written and read back, the vault is asked.</summary>
public sealed partial class HealthProbe(
    IHostHealth host,
    IRowStore rows,
    ITokenVault vault,
    ClockWatch clock,
    TimeProvider time,
    ILogger<HealthProbe> logger
)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public async Task<HealthView> CheckAsync(CancellationToken cancellationToken)
    {
        var report = host.Report();
        var rowStore = await TryAsync("rows", ProbeRowsAsync, cancellationToken);
        var secrets = await TryAsync("vault", token => vault.GetAsync("health-probe", token), cancellationToken);
        var wrongClock = clock.Problem;
        var rightClock = new HealthCheckView("clock", wrongClock is null, wrongClock);
        var ready = report is { IsLive: true, IsReady: true } && rowStore.Healthy && secrets.Healthy && rightClock.Healthy;
        return new HealthView(
            ready ? "healthy" : "unhealthy",
            report.IsLive,
            ready,
            [rowStore, secrets, rightClock, .. report.Checks]
        );
    }

    private async Task ProbeRowsAsync(CancellationToken cancellationToken)
    {
        await rows.WriteAsync(SystemKeys.Health, [RowWrite.Upsert("probe", "{}"u8.ToArray())], cancellationToken);
        if (await rows.ReadAsync(SystemKeys.Health, "probe", cancellationToken) is null)
        {
            throw new StorageUnavailableException(
                "A row that was just written is not there.",
                retryAfter: null,
                innerException: null
            );
        }
    }

    private async Task<HealthCheckView> TryAsync(
        string name,
        Func<CancellationToken, Task> probe,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await probe(either.Token);
            return new HealthCheckView(name, Healthy: true, Detail: null);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // whatever it is, it is what is wrong
        {
            Log.Unhealthy(logger, ex, name);
            return new HealthCheckView(name, Healthy: false, $"It does not answer: {ex.GetType().Name}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The health check {Check} failed.")]
        public static partial void Unhealthy(ILogger logger, Exception exception, string check);
    }
}
