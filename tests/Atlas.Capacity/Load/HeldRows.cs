using Atlas.Core.Storage;

namespace Atlas.Capacity.Load;

/// <summary>
/// Holds writes of new rows back and gives them to the store in full batches. Single rows are read from the store once; lists are
/// empty: a load asks for none but to warn of full quotas.
/// </summary>
internal sealed class HeldRows(IRowStore store) : IRowStore
{
    private readonly Dictionary<string, List<RowWrite>> _held = [];
    private readonly Dictionary<(string, string), Row?> _read = [];

    public int Count { get; private set; }

    public async ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue((partition, key), out var row))
        {
            _read[(partition, key)] = row = await store.ReadAsync(partition, key, cancellationToken);
        }

        return row;
    }

    public ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new RowPage([], HasMore: false));

    public ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        RowLimits.Check(partition, writes);
        if (writes.Any(write => write.Kind is not (RowWriteKind.Insert or RowWriteKind.Upsert)))
        {
            throw new NotSupportedException("A load makes new rows and nothing else.");
        }

        if (!_held.TryGetValue(partition, out var held))
        {
            _held[partition] = held = [];
        }

        held.AddRange(writes);
        Count += writes.Count;
        return ValueTask.FromResult(WriteOutcome.Written([.. writes.Select(_ => "held")]));
    }

    public async Task FlushAsync()
    {
        // By key: neighbours in the file are written one after the other.
        var batches =
            from partition in _held
            from batch in partition.Value.OrderBy(write => write.Key, StringComparer.Ordinal).Chunk(RowLimits.MaxWrites)
            select store.WriteAsync(partition.Key, batch, CancellationToken.None).AsTask();
        foreach (var outcome in await Task.WhenAll(batches))
        {
            if (!outcome.Succeeded)
            {
                throw new InvalidOperationException($"The store has such a row already: {outcome.Conflict}");
            }
        }

        _held.Clear();
        Count = 0;
    }
}
