using Atlas.Core.Storage;

namespace Atlas.Storage.InMemory;

/// <summary>Rows in memory, for simulation and tests: everything that the port promises but durability.</summary>
/// <param name="seam">Runs around every call: throws to inject a fault, waits to reorder. Without one, no call is ever asynchronous.</param>
public sealed class InMemoryRowStore(RowStoreSeam? seam = null) : IRowStore
{
    private static readonly RowPage s_nothing = new([], HasMore: false);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Row>> _partitions = [];
    private long _tags;

    public ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowLimits.CheckKey(key);
        cancellationToken.ThrowIfCancellationRequested();
        return seam is null ? ValueTask.FromResult(Read(partition, key)) : PassAndReadAsync();

        async ValueTask<Row?> PassAndReadAsync()
        {
            await seam(RowStoreMoment.BeforeRead, partition, cancellationToken);
            return Read(partition, key);
        }
    }

    public ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowPages.CheckLimit(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return seam is null ? ValueTask.FromResult(Read(partition, range, limit)) : PassAndReadAsync();

        async ValueTask<RowPage> PassAndReadAsync()
        {
            await seam(RowStoreMoment.BeforeRead, partition, cancellationToken);
            return Read(partition, range, limit);
        }
    }

    public async ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        RowLimits.Check(partition, writes);
        await PassAsync(RowStoreMoment.BeforeWrite, partition, cancellationToken);
        WriteOutcome outcome;
        lock (_lock)
        {
            outcome = Write(partition, writes);
        }

        if (outcome.Succeeded)
        {
            await PassAsync(RowStoreMoment.AfterWrite, partition, cancellationToken);
        }

        return outcome;
    }

    private static int IndexOf(List<Row> rows, string key)
    {
        var (low, high) = (0, rows.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(rows[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private static RowConflict FindConflict(List<Row> rows, in RowWrite write)
    {
        var found = IndexOf(rows, write.Key) is >= 0 and var at ? rows[at] : null;
        return RowConditions.Judge(write, found is not null, found?.ETag == write.ETag);
    }

    private Row? Read(string partition, string key)
    {
        lock (_lock)
        {
            return _partitions.TryGetValue(partition, out var rows) && IndexOf(rows, key) is >= 0 and var at ? rows[at] : null;
        }
    }

    private RowPage Read(string partition, RowRange range, int limit)
    {
        lock (_lock)
        {
            if (!_partitions.TryGetValue(partition, out var rows))
            {
                return s_nothing;
            }

            var from = IndexOf(rows, range.From);
            from = from < 0 ? ~from : from + (range.FromExclusive ? 1 : 0);
            var before = IndexOf(rows, range.Before);
            before = before < 0 ? ~before : before;
            var count = Math.Clamp(before - from, 0, limit);
            return count == 0 ? s_nothing : new RowPage(rows.Slice(from, count), HasMore: before - from > limit);
        }
    }

    private WriteOutcome Write(string partition, IReadOnlyList<RowWrite> writes)
    {
        var rows = _partitions.TryGetValue(partition, out var known) ? known : [];
        for (var i = 0; i < writes.Count; i++)
        {
            if (FindConflict(rows, writes[i]) is var conflict and not RowConflict.None)
            {
                return WriteOutcome.Conflicted(i, conflict);
            }
        }

        _partitions[partition] = rows;
        var etags = new string?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            etags[i] = Apply(rows, writes[i]);
        }

        return WriteOutcome.Written(etags);
    }

    private string? Apply(List<Row> rows, in RowWrite write)
    {
        var at = IndexOf(rows, write.Key);
        if (write.Kind == RowWriteKind.Delete)
        {
            rows.RemoveAt(at);
            return null;
        }

        var row = new Row(write.Key, (++_tags).ToString(), write.Data.ToArray());
        if (at < 0)
        {
            rows.Insert(~at, row);
        }
        else
        {
            rows[at] = row;
        }

        return row.ETag;
    }

    private ValueTask PassAsync(RowStoreMoment moment, string partition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return seam is null ? ValueTask.CompletedTask : seam(moment, partition, cancellationToken);
    }
}
