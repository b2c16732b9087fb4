using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Functions.Publishing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Scheduling;

public sealed class RenewSchedulesTimer(RenewSchedules renew, IOptions<PublishingOptions> options)
{
    [Function(nameof(RenewSchedules))]
    public Task RunAsync(
        [TimerTrigger("50 */10 * * * *", RunOnStartup = true)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    ) => renew.RunAsync(new DurablePublicationStarter(client, options.Value), cancellationToken);
}
