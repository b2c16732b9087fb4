namespace Atlas.Core.Storage;

/// <summary>Counts what passes to <paramref name="rows"/>.</summary>
public sealed class MeteredRowStore(IRowStore rows, StorageMeter meter) : IRowStore, IAsyncDisposable
{
    public ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        meter.Read();
        return rows.ReadAsync(partition, key, cancellationToken);
    }

    public ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken)
    {
        meter.Read();
        return rows.ReadRangeAsync(partition, range, limit, cancellationToken);
    }

    public ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        meter.Wrote(writes.Count);
        return rows.WriteAsync(partition, writes, cancellationToken);
    }

    public ValueTask DisposeAsync() => rows is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
