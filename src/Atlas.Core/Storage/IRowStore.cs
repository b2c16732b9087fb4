namespace Atlas.Core.Storage;

/// <summary>
/// Rows in partitions, ordered by key: the one physical port under every typed store. What one call to
/// <see cref="WriteAsync"/> writes is atomic; nothing is atomic across partitions.
/// </summary>
/// <remarks>
/// Every adapter keeps the limits of <see cref="RowLimits"/>, which are those of Azure Table storage. A call that throws
/// <see cref="StorageUnavailableException"/> may have happened: read again before deciding.
/// </remarks>
public interface IRowStore
{
    ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>Rows of one partition in ascending ordinal key order, at most <paramref name="limit"/> (1 to 1,000).</summary>
    ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken);

    /// <summary>Writes 1 to 100 operations on distinct keys of one partition: all of them, or none and the first that conflicts.</summary>
    ValueTask<WriteOutcome> WriteAsync(string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken);
}

/// <summary>A stored document and the tag of this version of it.</summary>
public sealed record Row(string Key, string ETag, ReadOnlyMemory<byte> Data)
{
    /// <summary>What the data were read as: a store that keeps the row spares the next reader the work. Documents are never changed.</summary>
    internal object? Document { get; set; }
}

/// <param name="HasMore">More rows of the range follow the last one here: go on with <see cref="RowRange.AfterKey"/>.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, bool HasMore);

/// <summary>Keys from <paramref name="From"/> up to, not including, <paramref name="Before"/>, by ordinal comparison.</summary>
/// <param name="FromExclusive">Whether a row with the key <paramref name="From"/> itself is left out.</param>
public readonly record struct RowRange(string From, string Before, bool FromExclusive = false)
{
    /// <summary>All keys that start with <paramref name="prefix"/>, which may not be empty.</summary>
    public static RowRange StartingWith(string prefix) =>
        new(prefix, string.Concat(prefix.AsSpan(0, prefix.Length - 1), ((char)(prefix[^1] + 1)).ToString()));

    /// <summary>The rest of this range behind <paramref name="key"/>.</summary>
    public RowRange AfterKey(string key) => this with { From = key, FromExclusive = true };
}
