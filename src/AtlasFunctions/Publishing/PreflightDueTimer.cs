using Atlas.Core.Preflight;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Publishing;

public sealed class PreflightDueTimer(PreflightDue preflight)
{
    [Function(nameof(PreflightDue))]
    public Task RunAsync([TimerTrigger("30 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        preflight.RunAsync(cancellationToken);
}
