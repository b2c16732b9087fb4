using Atlas.Core.Storage;

namespace Atlas.Simulation.App;

/// <summary>The store as one process reaches it.</summary>
internal sealed class FaultyRows(IRowStore rows, Boundaries boundaries) : IRowStore
{
    public async ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var names = RowBoundaries.Of(partition);
        await boundaries.RowsAsync(names.Read, cancellationToken);
        var row = await rows.ReadAsync(partition, key, cancellationToken);
        await boundaries.RowsAsync(names.HaveRead, cancellationToken);
        return row;
    }

    /// <summary>What is empty is no boundary: a sweep reads hundreds of those.</summary>
    public ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken)
    {
        var reading = rows.ReadRangeAsync(partition, range, limit, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
        {
            return PassAsync(reading, RowBoundaries.Of(partition).Range, cancellationToken);
        }

        var page = ValueTask.FromResult(reading.Result);
        return page.Result.Rows.Count == 0 ? page : PassAsync(page, RowBoundaries.Of(partition).Range, cancellationToken);
    }

    public async ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        var names = RowBoundaries.Of(partition);
        await boundaries.RowsAsync(names.Write, cancellationToken);
        var outcome = await rows.WriteAsync(partition, writes, cancellationToken);
        boundaries.NoteWrite(writes, outcome);
        if (!outcome.Succeeded)
        {
            boundaries.Tell(names.Refused);
        }

        return outcome.Succeeded && await boundaries.WrittenAsync(names.Written, cancellationToken)
            ? WriteOutcome.Conflicted(0, RowConflict.Changed)
            : outcome;
    }

    private async ValueTask<RowPage> PassAsync(ValueTask<RowPage> reading, string name, CancellationToken cancellationToken)
    {
        var page = await reading;
        await boundaries.RowsAsync(name, cancellationToken);
        return page;
    }
}

/// <summary>What the boundaries of one kind of partition are called in the table.</summary>
internal sealed class RowBoundaries(string where)
{
    private static readonly RowBoundaries s_due = new("due");
    private static readonly RowBoundaries s_system = new("system");
    private static readonly RowBoundaries s_workspace = new("workspace");

    public string Read { get; } = $"rows {where} read";

    public string HaveRead { get; } = $"rows {where} have read";

    public string Range { get; } = $"rows {where} range";

    public string Write { get; } = $"rows {where} write";

    /// <summary>A batch of which nothing was written, because one row was not as expected.</summary>
    public string Refused { get; } = $"rows {where} refused";

    public string Written { get; } = $"rows {where} written";

    public static RowBoundaries Of(string partition) =>
        partition.StartsWith("sys:due", StringComparison.Ordinal) ? s_due
        : partition.StartsWith("sys:", StringComparison.Ordinal) ? s_system
        : s_workspace;
}
