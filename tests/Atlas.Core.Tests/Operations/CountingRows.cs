using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Operations;

/// <summary>Counts what is asked of one partition.</summary>
internal sealed class CountingRows(IRowStore rows, string partition) : IRowStore
{
    public int Reads { get; private set; }

    /// <summary>What happens between a read of the partition and its answer.</summary>
    public Func<Task>? AfterRead { get; set; }

    public ValueTask<Row?> ReadAsync(string of, string key, CancellationToken cancellationToken)
    {
        Count(of);
        return rows.ReadAsync(of, key, cancellationToken);
    }

    public async ValueTask<RowPage> ReadRangeAsync(string of, RowRange range, int limit, CancellationToken cancellationToken)
    {
        Count(of);
        var page = await rows.ReadRangeAsync(of, range, limit, cancellationToken);
        if (of == partition && AfterRead is { } meanwhile)
        {
            await meanwhile();
        }

        return page;
    }

    public ValueTask<WriteOutcome> WriteAsync(string of, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        rows.WriteAsync(of, writes, cancellationToken);

    private void Count(string of) => Reads += of == partition ? 1 : 0;
}
