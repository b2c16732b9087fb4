using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Alerts;

/// <summary>What people see of alerts, and how they say that they have seen them.</summary>
public sealed class WorkspaceAlerts(IRowStore rows, CommandLedger commands, TimeProvider time)
{
    /// <summary>Newest first. With <paramref name="openOnly"/> a page may hold fewer than the limit and have more behind it.</summary>
    public async Task<Outcome<Answer>> ListAsync(
        Caller caller,
        bool openOnly,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var range = RowRange.StartingWith(WorkspaceKeys.Alerts);
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            cursor is null ? range : range.AfterKey(WorkspaceKeys.Alerts + cursor),
            limit,
            cancellationToken
        );
        var items = page
            .Rows.Select(row => row.As(StoredJson.Default.Alert).Value)
            .Where(alert => !openOnly || alert.AcknowledgedAt is null)
            .Select(AlertView.Of)
            .ToList();
        var next = page.HasMore ? page.Rows[^1].Key[WorkspaceKeys.Alerts.Length..] : null;
        return Answer.Ok(new AlertListView(items, PageCursor.Encode(next)), ApiJson.Default.AlertListView);
    }

    /// <summary>The first who has seen it is the one who is named.</summary>
    public Task<Outcome<Answer>> AcknowledgeAsync(
        Caller caller,
        Id<Alert> id,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        return commands.DoAsync(
            partition,
            idempotencyKey,
            async token =>
            {
                var found = await rows.ReadAsync(partition, WorkspaceKeys.Alert(id), StoredJson.Default.Alert, token);
                if (found is null)
                {
                    return Problem.NotFound("alert");
                }

                if (found.Value.AcknowledgedAt is not null)
                {
                    return new Change([], Show(found.Value));
                }

                var seen = found.Value with { AcknowledgedAt = time.GetUtcNow(), AcknowledgedBy = caller.KeyId };
                return new Change(
                    [RowWrite.Replace(WorkspaceKeys.Alert(id), seen.ToRow(StoredJson.Default.Alert), found.ETag)],
                    Show(seen)
                );
            },
            cancellationToken
        );
    }

    private static Answer Show(Alert alert) => Answer.Ok(AlertView.Of(alert), ApiJson.Default.AlertView);
}
