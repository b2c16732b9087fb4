using System.Diagnostics.Metrics;

namespace Atlas.Core.Storage;

/// <summary>What the row store is asked: for telemetry, and summed up for the app's own metrics page.</summary>
public sealed class StorageMeter : IDisposable
{
    public const string Name = "Atlas.Storage";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _reads;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _batches;
    private long _readsTotal;
    private long _writesTotal;
    private long _batchesTotal;

    public StorageMeter()
    {
        _reads = _meter.CreateCounter<long>("atlas.rows.reads");
        _writes = _meter.CreateCounter<long>("atlas.rows.writes", description: "Row operations, deletes included.");
        _batches = _meter.CreateCounter<long>("atlas.rows.batches", description: "Write transactions.");
    }

    public long Reads => Interlocked.Read(ref _readsTotal);

    public long Writes => Interlocked.Read(ref _writesTotal);

    public long Batches => Interlocked.Read(ref _batchesTotal);

    internal void Read()
    {
        Interlocked.Increment(ref _readsTotal);
        _reads.Add(1);
    }

    internal void Wrote(int rows)
    {
        Interlocked.Add(ref _writesTotal, rows);
        Interlocked.Increment(ref _batchesTotal);
        _writes.Add(rows);
        _batches.Add(1);
    }

    public void Dispose() => _meter.Dispose();
}
