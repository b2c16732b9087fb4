using System.Globalization;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Audit;

/// <summary>The workspace's audit log: entries are written in the batch of what they tell about, and read newest first.</summary>
public sealed class AuditLog(IRowStore rows, TimeProvider time)
{
    /// <summary>A key that sorts later times first.</summary>
    private static readonly long s_farFuture = new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

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
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in details)
        {
            if (value is { Length: > 0 })
            {
                values[name] = value;
            }
        }

        var entry = new AuditEntry(Id<AuditEntry>.New(time), workspace, now, actor, action, target, values);
        return RowWrite.Insert(KeyOf(entry), entry.ToRow(StoredJson.Default.AuditEntry));
    }

    /// <summary>For what has no batch of its own.</summary>
    public async Task WriteAsync(Id<Workspace> workspace, RowWrite entry, CancellationToken cancellationToken) =>
        await rows.WriteAsync(WorkspaceKeys.Partition(workspace), [entry], cancellationToken);

    public async Task<Outcome<Answer>> ListAsync(Caller caller, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var range = RowRange.StartingWith(WorkspaceKeys.Audit);
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            cursor is null ? range : range.AfterKey(WorkspaceKeys.Audit + cursor),
            limit,
            cancellationToken
        );
        var items = page.Rows.Select(row => AuditEntryView.Of(row.As(StoredJson.Default.AuditEntry).Value)).ToList();
        var next = page.HasMore ? page.Rows[^1].Key[WorkspaceKeys.Audit.Length..] : null;
        return Answer.Ok(new AuditListView(items, PageCursor.Encode(next)), ApiJson.Default.AuditListView);
    }

    private static string KeyOf(AuditEntry entry) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{WorkspaceKeys.Audit}{s_farFuture - entry.At.ToUnixTimeMilliseconds():D15}:{entry.Id}"
        );
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
