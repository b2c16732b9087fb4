using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Alerts;

/// <summary>Takes a raised alert from the queue to all who want to hear of it, unless somebody has seen it by then.</summary>
public sealed class DeliverAlert(IRowStore rows, IEnumerable<IAlertReceiver> receivers)
{
    public async Task RunAsync(Id<Workspace> workspace, Id<Alert> id, CancellationToken cancellationToken)
    {
        var found = await rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Alert(id),
            StoredJson.Default.Alert,
            cancellationToken
        );
        if (found is not { Value: { AcknowledgedAt: null } alert })
        {
            return;
        }

        foreach (var receiver in receivers)
        {
            await receiver.ReceiveAsync(alert, cancellationToken);
        }
    }
}

/// <summary>A way to reach people: each that is registered is told of every alert.</summary>
public interface IAlertReceiver
{
    /// <summary>May be told of the same alert again, when another receiver failed.</summary>
    Task ReceiveAsync(Alert alert, CancellationToken cancellationToken);
}
