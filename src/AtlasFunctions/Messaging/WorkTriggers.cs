using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Operations;
using Atlas.Core.Publishing;
using Atlas.Functions.Publishing;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Messaging;

/// <summary>Work that reaches beyond one batch: off the queue, and what did not reach it.</summary>
public sealed class WorkTriggers(
    WorkHandler handler,
    OperateSwitches switches,
    InFlight inFlight,
    Outbox outbox,
    PurgeExpired purge,
    RetireKeys retire,
    IOptions<PublishingOptions> publishing
)
{
    [Function("HandleWork")]
    public async Task HandleAsync(
        [ServiceBusTrigger(Outbox.Queue, Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        if (await switches.PutOffAsync(message.Body.ToMemory(), cancellationToken))
        {
            return;
        }

        using var visit = inFlight.Enter(InFlightKind.Work);
        await handler.HandleAsync(
            message.Body.ToMemory(),
            new DurablePublicationStarter(client, publishing.Value),
            cancellationToken
        );
    }

    [Function("SweepOutbox")]
    public Task SweepAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        outbox.SweepAsync(cancellationToken);

    [Function("PurgeExpired")]
    public async Task PurgeAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await purge.RunAsync(cancellationToken);
        await retire.RunAsync(cancellationToken);
    }
}
