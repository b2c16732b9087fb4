using Atlas.Core.Storage;
using Atlas.Storage.InMemory;

namespace Atlas.Functions.Tests.App;

/// <summary>Rows in memory that throw what a test sets.</summary>
internal sealed class FaultyRows : IRowStore
{
    private readonly InMemoryRowStore _rows = new();

    public Exception? Fault { get; set; }

    public ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken) =>
        Fault is null ? _rows.ReadAsync(partition, key, cancellationToken) : throw Fault;

    public ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken) =>
        Fault is null ? _rows.ReadRangeAsync(partition, range, limit, cancellationToken) : throw Fault;

    public ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    ) => Fault is null ? _rows.WriteAsync(partition, writes, cancellationToken) : throw Fault;
}
