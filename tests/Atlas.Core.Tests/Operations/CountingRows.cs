using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Operations;

/// <summary>Counts what is asked of one partition.</summary>
internal sealed class CountingRows(IRowStore rows, string partition) : IRowStore
{
    public int Reads { get; private set; }

    public ValueTask<Row?> ReadAsync(string of, string key, CancellationToken cancellationToken)
    {
        Count(of);
        return rows.ReadAsync(of, key, cancellationToken);
    }

    public ValueTask<RowPage> ReadRangeAsync(string of, RowRange range, int limit, CancellationToken cancellationToken)
    {
        Count(of);
        return rows.ReadRangeAsync(of, range, limit, cancellationToken);
    }

    public ValueTask<WriteOutcome> WriteAsync(string of, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        rows.WriteAsync(of, writes, cancellationToken);

    private void Count(string of) => Reads += of == partition ? 1 : 0;
}
