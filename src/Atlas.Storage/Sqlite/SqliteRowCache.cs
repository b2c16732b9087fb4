using System.Runtime.InteropServices;
using Atlas.Core.Storage;

namespace Atlas.Storage.Sqlite;

/// <summary>
/// The rows that were read or written last, as the newest commit has them. This process is the file's only writer, so a row
/// stays true until a batch of its own touches it: such a row is forgotten before the batch is committed and known again after.
/// </summary>
/// <param name="capacity">Bytes of keys and data, roughly; spread over the stripes.</param>
internal sealed class SqliteRowCache(long capacity)
{
    private const int StripeCount = 32;
    private const int RowOverhead = 200;

    private readonly Stripe[] _stripes =
    [
        .. Enumerable.Range(0, StripeCount).Select(_ => new Stripe(capacity / StripeCount / 2)),
    ];

    /// <param name="ticket">For <see cref="Offer"/>, where the row is not known here.</param>
    public Row? Find(string partition, string key, out long ticket) =>
        StripeOf(partition, key).Find(new RowId(partition, key), out ticket);

    /// <summary>Keeps a row that was read from the file, unless a batch has touched its stripe since <paramref name="ticket"/> was given.</summary>
    public void Offer(string partition, Row row, long ticket) =>
        StripeOf(partition, row.Key).Offer(new RowId(partition, row.Key), row, ticket);

    /// <summary>Called before a batch can be committed; <see cref="End"/> follows whatever becomes of it.</summary>
    public void Begin(string partition, IReadOnlyList<RowWrite> writes)
    {
        foreach (var write in writes)
        {
            StripeOf(partition, write.Key).Begin(new RowId(partition, write.Key));
        }
    }

    /// <param name="etags">Of the rows that are on disk now; null where nothing was written or nobody knows.</param>
    public void End(string partition, IReadOnlyList<RowWrite> writes, IReadOnlyList<string?>? etags)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            var row = etags?[i] is { } etag ? new Row(write.Key, etag, write.Data) : null;
            StripeOf(partition, write.Key).End(new RowId(partition, write.Key), row);
        }
    }

    private Stripe StripeOf(string partition, string key) => _stripes[(uint)HashCode.Combine(partition, key) % StripeCount];

    private readonly record struct RowId(string Partition, string Key);

    /// <summary>Two generations of rows: what was asked for since the last change of generation survives the next.</summary>
    private sealed class Stripe(long capacity)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<RowId, Writing> _inWriting = [];
        private Dictionary<RowId, Row> _young = [];
        private Dictionary<RowId, Row> _old = [];
        private long _youngBytes;
        private long _batches;

        public Row? Find(RowId id, out long ticket)
        {
            lock (_lock)
            {
                ticket = _batches;
                if (_young.TryGetValue(id, out var row))
                {
                    return row;
                }

                if (_old.Remove(id, out row))
                {
                    Keep(id, row);
                }

                return row;
            }
        }

        public void Offer(RowId id, Row row, long ticket)
        {
            lock (_lock)
            {
                if (ticket == _batches && !_inWriting.ContainsKey(id))
                {
                    Keep(id, row);
                }
            }
        }

        public void Begin(RowId id)
        {
            lock (_lock)
            {
                _batches++;
                ref var writing = ref CollectionsMarshal.GetValueRefOrAddDefault(_inWriting, id, out _);
                writing = new Writing(writing.Batches + 1, Overlap: writing.Batches > 0);
                Forget(id);
            }
        }

        public void End(RowId id, Row? row)
        {
            lock (_lock)
            {
                _batches++;
                var writing = _inWriting[id];
                if (writing.Batches > 1)
                {
                    _inWriting[id] = writing with { Batches = writing.Batches - 1 };
                    return;
                }

                _inWriting.Remove(id);
                if (row is { Data.IsEmpty: false } && !writing.Overlap)
                {
                    Keep(id, row);
                }
            }
        }

        private void Keep(RowId id, Row row)
        {
            _young[id] = row;
            _youngBytes += RowOverhead + row.Data.Length;
            if (_youngBytes > capacity)
            {
                (_old, _young, _youngBytes) = (_young, [], 0);
            }
        }

        private void Forget(RowId id)
        {
            _young.Remove(id);
            _old.Remove(id);
        }

        /// <param name="Overlap">Several batches wrote the row at once: which came last is known to the file alone.</param>
        private readonly record struct Writing(int Batches, bool Overlap);
    }
}
