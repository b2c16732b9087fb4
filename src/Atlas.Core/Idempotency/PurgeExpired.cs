using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Idempotency;

/// <summary>Deletes kept answers whose time is over, in every workspace.</summary>
public sealed class PurgeExpired(IRowStore rows, TimeProvider time)
{
    /// <returns>How many were deleted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var deleted = await PurgeAsync(SystemKeys.Workspaces, cancellationToken);
        var range = new RowRange("0", "g"); // workspace ids; kept answers of set-up lie behind them
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(SystemKeys.Workspaces, range, RowLimits.MaxPage, cancellationToken);
            foreach (var row in page.Rows)
            {
                deleted += await PurgeAsync(WorkspaceKeys.Partition(Id<Workspace>.Parse(row.Key)), cancellationToken);
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);

        return deleted;
    }

    private async Task<int> PurgeAsync(string partition, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - KeptAnswer.Lifetime;
        var range = RowRange.StartingWith(WorkspaceKeys.IdempotencyKeys);
        var deleted = 0;
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(partition, range, RowLimits.MaxPage, cancellationToken);
            var old = page.Rows.Where(row => row.As(StoredJson.Default.KeptAnswer).Value.At < oldest);
            foreach (var batch in old.Select(row => RowWrite.Delete(row.Key, row.ETag)).Chunk(RowLimits.MaxWrites))
            {
                deleted += (await rows.WriteAsync(partition, batch, cancellationToken)).Succeeded ? batch.Length : 0;
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);

        return deleted;
    }
}
