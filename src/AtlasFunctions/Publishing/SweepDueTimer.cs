using Atlas.Core.Publishing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Publishing;

public sealed class SweepDueTimer(SweepDue sweep, PublishingMeter meter, IOptions<PublishingOptions> options)
{
    [Function(nameof(SweepDue))]
    public async Task RunAsync(
        [TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        await sweep.RunAsync(new DurablePublicationStarter(client, options.Value), cancellationToken);
        meter.Swept();
    }
}
