using Atlas.Core.Storage;

namespace Atlas.Simulation.App;

/// <summary>The store as one process reaches it.</summary>
internal sealed class FaultyRows(IRowStore rows, Boundaries boundaries) : IRowStore
{
    public async ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var where = Where(partition);
        await boundaries.RowsAsync($"rows {where} read", cancellationToken);
        var row = await rows.ReadAsync(partition, key, cancellationToken);
        await boundaries.RowsAsync($"rows {where} have read", cancellationToken);
        return row;
    }

    public async ValueTask<RowPage> ReadRangeAsync(
        string partition,
        RowRange range,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var page = await rows.ReadRangeAsync(partition, range, limit, cancellationToken);
        if (page.Rows.Count > 0)
        {
            await boundaries.RowsAsync($"rows {Where(partition)} range", cancellationToken);
        }

        return page;
    }

    public async ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        var where = Where(partition);
        await boundaries.RowsAsync($"rows {where} write", cancellationToken);
        var outcome = await rows.WriteAsync(partition, writes, cancellationToken);
        boundaries.NoteWrite(writes, outcome);
        return outcome.Succeeded && await boundaries.WrittenAsync($"rows {where} written", cancellationToken)
            ? WriteOutcome.Conflicted(0, RowConflict.Changed)
            : outcome;
    }

    private static string Where(string partition) =>
        partition.StartsWith("sys:due", StringComparison.Ordinal) ? "due"
        : partition.StartsWith("sys:", StringComparison.Ordinal) ? "system"
        : "workspace";
}
