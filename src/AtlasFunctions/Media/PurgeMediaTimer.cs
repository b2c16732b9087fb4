using Atlas.Core.Media;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Media;

public sealed class PurgeMediaTimer(PurgeMedia purge)
{
    [Function(nameof(PurgeMedia))]
    public Task RunAsync([TimerTrigger("0 41 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        purge.RunAsync(cancellationToken);
}
