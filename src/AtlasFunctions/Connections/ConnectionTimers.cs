using Atlas.Core.Connections;
using Atlas.Core.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Connections;

/// <summary>What keeps connections alive, and takes away what nobody came back for.</summary>
public sealed class ConnectionTimers(
    KeepChannels keep,
    ChannelActivities activities,
    LoginSessions sessions,
    PendingConnections pendings,
    WebhookReceipts receipts,
    MetaCallbacks callbacks,
    InFlight inFlight
)
{
    [Function("KeepChannels")]
    public async Task KeepAsync(
        [TimerTrigger("15 * * * * *", RunOnStartup = true)] TimerInfo timer,
        CancellationToken cancellationToken
    )
    {
        using var visit = inFlight.Enter(InFlightKind.Work);
        await keep.RunAsync(cancellationToken);
    }

    [Function("FlushActivities")]
    public async Task FlushAsync([TimerTrigger("45 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await activities.FlushAsync(cancellationToken);
        await receipts.FlushAsync(cancellationToken);
    }

    [Function("PurgeLogins")]
    public async Task PurgeAsync([TimerTrigger("20 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await sessions.PurgeAsync(cancellationToken);
        await pendings.PurgeAsync(cancellationToken);
    }

    [Function("PurgeDeletions")]
    public Task PurgeDeletionsAsync([TimerTrigger("0 23 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        callbacks.PurgeAsync(cancellationToken);
}
