using System.Text.Json;
using Atlas.Core.Alerts;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Operations;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Messaging;

/// <summary>Does what comes off the queue.</summary>
public sealed class WorkHandler(
    TokenStore tokens,
    ChannelPublications publications,
    KeepChannels keep,
    EndConnections end,
    PendingConnections pendings,
    DeliverAlert alerts,
    AlertReceivers receivers,
    SweepDue sweep,
    IndexChecks checks,
    RetireKeys retire,
    IRowStore rows
)
{
    public async Task HandleAsync(ReadOnlyMemory<byte> message, IPublicationStarter starter, CancellationToken cancellationToken)
    {
        var entry =
            JsonSerializer.Deserialize(message.Span, StoredJson.Default.OutboxEntry)
            ?? throw new JsonException("The message holds null.");
        switch (entry.Work)
        {
            case WorkItem.PurgeToken purge:
                await tokens.PurgeAsync(purge.TokenName, cancellationToken);
                break;
            case WorkItem.ReleasePublications release:
                await publications.ReleaseAsync(entry.WorkspaceId, release, starter, cancellationToken);
                break;
            case WorkItem.ResumePublications resume:
                await publications.ResumeAsync(entry.WorkspaceId, resume.ChannelId, starter, cancellationToken);
                break;
            case WorkItem.VisitChannel visit:
                await keep.VisitAsync(entry.WorkspaceId, visit.ChannelId, cancellationToken);
                break;
            case WorkItem.EndConnection ended:
                await end.RunAsync(ended, cancellationToken);
                break;
            case WorkItem.PurgePending purge:
                await pendings.PurgeAsync(purge.KeyName, purge.Marker, cancellationToken);
                break;
            case WorkItem.DeliverAlert raised:
                await alerts.RunAsync(entry.WorkspaceId, raised.AlertId, raised.Attempt, cancellationToken);
                break;
            case WorkItem.PurgeReceiver purge:
                await receivers.PurgeAsync(entry.WorkspaceId, purge.SecretName, cancellationToken);
                break;
            case WorkItem.Sweep:
                await sweep.RunAnewAsync(starter, cancellationToken);
                break;
            case WorkItem.CheckIndexes check:
                await checks.RunAsync(check.CheckId, cancellationToken);
                break;
            case WorkItem.RetireKeys:
                await retire.RunAsync(cancellationToken);
                break;
            case WorkItem.EchoProbe echo:
                await rows.WriteAsync(SystemKeys.Health, [RowWrite.Upsert(echo.Probe, "{}"u8.ToArray())], cancellationToken);
                break;
            default:
                throw new NotSupportedException($"Nothing here does {entry.Work.GetType().Name}.");
        }
    }
}
