using Atlas.Core.Storage;

namespace Atlas.Capacity.Counting;

/// <summary>Every call is one request to Table storage: the adapter asks for no more than the port does.</summary>
internal sealed class CountedRows(IRowStore rows, Tally tally) : IRowStore
{
    public ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        tally.Add(Unit.TableReads);
        tally.AddRequest($"read {RowKind.Of(partition, key)}");
        Touch(partition, 1);
        return rows.ReadAsync(partition, key, cancellationToken);
    }

    public async ValueTask<RowPage> ReadRangeAsync(
        string partition,
        RowRange range,
        int limit,
        CancellationToken cancellationToken
    )
    {
        tally.Add(Unit.TableReads);
        tally.AddRequest($"read a range of {RowKind.Of(partition, range.From)}");
        var page = await rows.ReadRangeAsync(partition, range, limit, cancellationToken);
        Touch(partition, Math.Max(1, page.Rows.Count));
        return page;
    }

    public ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        tally.Add(Unit.TableWrites);
        tally.AddRequest($"write {string.Join(", ", writes.Select(write => RowKind.Of(partition, write.Key)).Distinct())}");
        Touch(partition, writes.Count);
        return rows.WriteAsync(partition, writes, cancellationToken);
    }

    private void Touch(string partition, int count) =>
        tally.Add(
            partition.StartsWith("sys:due:", StringComparison.Ordinal) ? Unit.DueRows
                : partition.StartsWith("sys:", StringComparison.Ordinal) ? Unit.OtherRows
                : Unit.WorkspaceRows,
            count
        );
}
