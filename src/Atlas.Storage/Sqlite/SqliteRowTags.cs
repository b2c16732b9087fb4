namespace Atlas.Storage.Sqlite;

/// <summary>
/// Gives out ETags that are never given out again, also after a crash: the file holds a ceiling below which all numbers
/// count as used, raised a block at a time in the transaction that first goes past it.
/// </summary>
internal sealed class SqliteRowTags(long firstUnused)
{
    private const long Block = 1_000_000;

    private long _next = firstUnused;
    private long _durableCeiling = firstUnused;

    /// <summary>Called in the writer's turn only.</summary>
    /// <param name="ceiling">What the transaction must store, or null. Asked for again until <see cref="Confirm"/>: the commit may fail.</param>
    /// <returns>The first of <paramref name="count"/> numbers.</returns>
    public long Take(int count, out long? ceiling)
    {
        var first = _next;
        _next += count;
        ceiling = _next > Volatile.Read(ref _durableCeiling) ? _next + Block : null;
        return first;
    }

    /// <summary>The transaction that stored <paramref name="ceiling"/> is on disk.</summary>
    public void Confirm(long ceiling)
    {
        var seen = Volatile.Read(ref _durableCeiling);
        while (seen < ceiling)
        {
            var found = Interlocked.CompareExchange(ref _durableCeiling, ceiling, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
