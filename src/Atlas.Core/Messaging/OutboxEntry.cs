using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Messaging;

/// <summary>One piece of work of a workspace that has still to reach the queue.</summary>
[StoredData(
    DataSubject.Deployment,
    "Work that has still to be sent.",
    "Seconds, until it is sent.",
    "When it is sent.",
    Exported = false
)]
public sealed record OutboxEntry(Id<OutboxEntry> Id, Id<Workspace> WorkspaceId, WorkItem Work, DateTimeOffset At)
{
    internal string Key => WorkspaceKeys.OutboxEntry(Id.ToString());

    /// <summary>Where <see cref="SystemKeys.Outbox"/> says that this may wait.</summary>
    internal string Marker => $"{SortableTime.Format(At)}:{WorkspaceId}:{Id}";
}
