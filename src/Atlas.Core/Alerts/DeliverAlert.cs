using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Alerts;

/// <summary>
/// Takes a raised alert from the queue to the workspace's receiver, at least once, unless somebody has seen it by then. A receiver
/// that doesn't take it is asked again over most of a day; how far it got is in the alert, from where people send it again.
/// </summary>
public sealed partial class DeliverAlert(
    IRowStore rows,
    ITokenVault vault,
    AlertWebhook webhook,
    Outbox outbox,
    TimeProvider time,
    ILogger<DeliverAlert> logger
)
{
    /// <summary>Nine attempts in about 21 hours.</summary>
    private static readonly TimeSpan[] s_waits =
    [
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
    ];

    /// <summary>One tenant's receiver that never answers must not hold the workers of all.</summary>
    private static readonly TimeSpan s_leftAlone = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<Id<Workspace>, bool> _silent = new(time, s_leftAlone, capacity: 10_000);

    /// <param name="attempt">How many attempts were made before this one.</param>
    public async Task RunAsync(Id<Workspace> workspace, Id<Alert> id, int attempt, CancellationToken cancellationToken)
    {
        if (
            await FindAsync(workspace, cancellationToken) is not { } receiver
            || await ReadAsync(workspace, id, cancellationToken) is not { Value: { AcknowledgedAt: null } alert }
            || alert.Delivery is { } known && (known.IsOver || known.Attempts > attempt) // a message that came twice
        )
        {
            return;
        }

        if (_silent.TryGet(workspace, out _))
        {
            await outbox.SendLaterAsync(workspace, new WorkItem.DeliverAlert(id, attempt), s_leftAlone, cancellationToken);
            return;
        }

        var sending = await SendAsync(receiver, alert, cancellationToken);
        if (sending.Rule == "url.timeout")
        {
            _silent.Set(workspace, value: true);
        }

        var now = time.GetUtcNow();
        if (sending.Delivered)
        {
            await RecordAsync(workspace, id, new AlertDelivery(attempt + 1, now, null, null, null), cancellationToken);
        }
        else if (attempt < s_waits.Length)
        {
            // Sent before it is recorded: what is recorded stops repeats of this message, and so may not end the chain.
            var wait = sending.RetryAfter > s_waits[attempt] ? sending.RetryAfter.Value : s_waits[attempt];
            await outbox.SendLaterAsync(workspace, new WorkItem.DeliverAlert(id, attempt + 1), wait, cancellationToken);
            await RecordAsync(
                workspace,
                id,
                new AlertDelivery(attempt + 1, null, now + wait, null, sending.Problem),
                cancellationToken
            );
        }
        else
        {
            await RecordAsync(workspace, id, new AlertDelivery(attempt + 1, null, null, now, sending.Problem), cancellationToken);
            Log.AlertGivenUp(logger, id.ToString(), workspace.ToString(), attempt + 1, sending.Rule!);
        }
    }

    private async Task<AlertSending> SendAsync(AlertReceiver receiver, Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.GetAsync(receiver.SecretName, cancellationToken) is { } secret
                ? await webhook.SendAsync(
                    ReceiverAddress.Read(secret),
                    alert.Id.ToString(),
                    AlertMessage.Of(alert),
                    cancellationToken
                )
                : new AlertSending(null, "vault", "Its address was not in the vault. Set the receiver again."); // or it is being replaced
        }
        catch (StorageUnavailableException) // its own retries are counted in seconds, and this has a day
        {
            return new AlertSending(null, "vault", "The vault, which holds its address, could not be asked.");
        }
    }

    /// <summary>Whoever acknowledges it meanwhile is not written over.</summary>
    private async Task RecordAsync(
        Id<Workspace> workspace,
        Id<Alert> id,
        AlertDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        while (await ReadAsync(workspace, id, cancellationToken) is { } current)
        {
            var next = (current.Value with { Delivery = delivery }).ToRow(StoredJson.Default.Alert);
            var write = RowWrite.Replace(WorkspaceKeys.Alert(id), next, current.ETag);
            if ((await rows.WriteAsync(WorkspaceKeys.Partition(workspace), [write], cancellationToken)).Succeeded)
            {
                return;
            }
        }
    }

    private ValueTask<Versioned<Alert>?> ReadAsync(Id<Workspace> workspace, Id<Alert> id, CancellationToken cancellationToken) =>
        rows.ReadAsync(WorkspaceKeys.Partition(workspace), WorkspaceKeys.Alert(id), StoredJson.Default.Alert, cancellationToken);

    private async ValueTask<AlertReceiver?> FindAsync(Id<Workspace> workspace, CancellationToken cancellationToken) =>
        (
            await rows.ReadAsync(
                WorkspaceKeys.Partition(workspace),
                WorkspaceKeys.AlertReceiver,
                StoredJson.Default.AlertReceiver,
                cancellationToken
            )
        )?.Value;

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Alert {AlertId} of workspace {WorkspaceId}: its receiver did not take it in {Attempts} attempts ({Rule})."
        )]
        public static partial void AlertGivenUp(ILogger logger, string alertId, string workspaceId, int attempts, string rule);
    }
}
