using Atlas.Core.Connections;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Connections;

/// <summary>What keeps connections alive, and takes away what nobody came back for.</summary>
public sealed class ConnectionTimers(
    KeepChannels keep,
    ChannelActivities activities,
    LoginSessions sessions,
    PendingConnections pendings
)
{
    [Function("KeepChannels")]
    public Task KeepAsync(
        [TimerTrigger("15 * * * * *", RunOnStartup = true)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => keep.RunAsync(cancellationToken);

    [Function("FlushActivities")]
    public Task FlushAsync([TimerTrigger("45 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        activities.FlushAsync(cancellationToken);

    [Function("PurgeLogins")]
    public async Task PurgeAsync([TimerTrigger("20 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await sessions.PurgeAsync(cancellationToken);
        await pendings.PurgeAsync(cancellationToken);
    }
}
