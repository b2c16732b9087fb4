using Atlas.Core.Clocks;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Health;

public sealed class CheckClockTimer(CheckClock check)
{
    [Function(nameof(CheckClock))]
    public Task RunAsync(
        [TimerTrigger("20 * * * * *", RunOnStartup = true)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => check.RunAsync(cancellationToken);
}
