using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Audit;

/// <summary>The workspace's audit log: entries are written in the batch of what they tell about, and read newest first.</summary>
public sealed class AuditLog(IRowStore rows, TimeProvider time)
{
    /// <summary>For the batch that does what it tells.</summary>
    public RowWrite Entry(
        Id<Workspace> workspace,
        string actor,
        string action,
        string target,
        params ReadOnlySpan<(string Name, string? Value)> details
    )
    {
        var now = time.GetUtcNow();
        return AuditRows.Insert(
            WorkspaceKeys.Audit,
            new AuditEntry(Id<AuditEntry>.New(time), workspace, now, actor, action, target, AuditRows.Details(details))
        );
    }

    /// <summary>For what has no batch of its own.</summary>
    public async Task WriteAsync(Id<Workspace> workspace, RowWrite entry, CancellationToken cancellationToken) =>
        await rows.WriteAsync(WorkspaceKeys.Partition(workspace), [entry], cancellationToken);

    public async Task<Outcome<Answer>> ListAsync(Caller caller, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        return Answer.Ok(
            await AuditRows.ListAsync(rows, partition, WorkspaceKeys.Audit, cursor, limit, cancellationToken),
            ApiJson.Default.AuditListView
        );
    }
}

public sealed record AuditEntryView(
    Id<AuditEntry> Id,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    IReadOnlyDictionary<string, string> Details
)
{
    public static AuditEntryView Of(AuditEntry entry) =>
        new(entry.Id, entry.At, entry.Actor, entry.Action, entry.Target, entry.Details);
}

public sealed record AuditListView(IReadOnlyList<AuditEntryView> Items, string? Next);
