using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// What is due, over all tenants: entries by day and shard, sorted by time. An entry is written before the workspace's own
/// batch and checked against the ledger when it is read, so a stray one costs a read and a missing one can't happen.
/// </summary>
public sealed class DueIndex(IRowStore rows)
{
    /// <summary>An entry that has waited longer for its batch is written again behind it: the sweep removes strays after a few minutes.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(2);

    public async Task AddAsync(IReadOnlyCollection<DueEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var partition in entries.GroupBy(entry => entry.Partition))
        {
            foreach (var batch in partition.Select(entry => RowWrite.Upsert(entry.Key, default)).Chunk(RowLimits.MaxWrites))
            {
                await rows.WriteAsync(partition.Key, batch, cancellationToken);
            }
        }
    }

    /// <summary>Adds them before <paramref name="write"/>, and again where either took so long that the sweep may have taken them for strays.</summary>
    public async Task<T> AddAroundAsync<T>(
        IReadOnlyCollection<DueEntry> entries,
        TimeProvider time,
        Func<Task<T>> write,
        CancellationToken cancellationToken
    )
    {
        if (entries.Count == 0)
        {
            return await write();
        }

        long added;
        do
        {
            added = time.GetTimestamp();
            await AddAsync(entries, cancellationToken);
        } while (time.GetElapsedTime(added) > s_fresh);

        try
        {
            return await write();
        }
        finally
        {
            if (time.GetElapsedTime(added) > s_fresh)
            {
                await AddAsync(entries, cancellationToken); // whatever the answer was: it may be written
            }
        }
    }

    /// <summary>Entries of one shard of a day up to <paramref name="until"/>, in order of time.</summary>
    public ValueTask<(IReadOnlyList<DueEntry> Entries, bool HasMore)> ReadAsync(
        DateTimeOffset day,
        int shard,
        DateTimeOffset until,
        DueEntry? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var range = new RowRange(
            after?.Key ?? "0",
            SortableTime.Format(until.AddMilliseconds(1)),
            FromExclusive: after is not null
        );
        var reading = rows.ReadRangeAsync(SystemKeys.Due(day, shard), range, limit, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Parse(reading.Result)) : AwaitAsync(reading);

        static async ValueTask<(IReadOnlyList<DueEntry> Entries, bool HasMore)> AwaitAsync(ValueTask<RowPage> reading) =>
            Parse(await reading);
    }

    /// <summary>Most shards of most days are empty, and a sweep reads them all.</summary>
    private static (IReadOnlyList<DueEntry> Entries, bool HasMore) Parse(RowPage page) =>
        page.Rows.Count == 0
            ? ([], page.HasMore)
            : ([.. page.Rows.Select(row => DueEntry.Parse(row.Key) with { ETag = row.ETag })], page.HasMore);

    /// <summary>Whether an entry leads the sweep to <paramref name="publication"/>, which has a time: its own, or one that was added later for what is long overdue.</summary>
    public async Task<bool> LeadsToAsync(Publication publication, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var own = new DueEntry(publication.DueAt!.Value, publication.WorkspaceId, publication.Id);
        var first = now.AddDays(-SweepDue.AllDays).UtcDateTime.Date;
        if (own.At.UtcDateTime.Date >= first && await rows.ReadAsync(own.Partition, own.Key, cancellationToken) is not null)
        {
            return true;
        }

        if (DueEntry.Of(publication, now).At == own.At)
        {
            return false;
        }

        // Entries of past days go once their posts are live: few are left.
        var day = own.At.UtcDateTime.Date > first ? own.At.UtcDateTime.Date : first;
        for (; day <= now.UtcDateTime.Date; day = day.AddDays(1))
        {
            DueEntry? last = null;
            bool more;
            do
            {
                (var entries, more) = await ReadAsync(
                    new DateTimeOffset(day, TimeSpan.Zero),
                    own.Shard,
                    now,
                    last,
                    RowLimits.MaxPage,
                    cancellationToken
                );
                if (entries.Any(entry => entry.PublicationId == publication.Id && entry.At >= own.At))
                {
                    return true;
                }

                last = entries.Count > 0 ? entries[^1] : last;
            } while (more);
        }

        return false;
    }

    /// <summary>Removes entries that the ledger no longer needs. An entry that is gone already stops only its own batch.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<DueEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var partition in entries.GroupBy(entry => entry.Partition))
        {
            foreach (var batch in partition.Select(entry => RowWrite.Delete(entry.Key, entry.ETag)).Chunk(RowLimits.MaxWrites))
            {
                await rows.WriteAsync(partition.Key, batch, cancellationToken);
            }
        }
    }
}

/// <summary>One publication's place in the due index.</summary>
/// <param name="ETag">Of the entry as it was read: one that has been written again since is not removed.</param>
public readonly record struct DueEntry(
    DateTimeOffset At,
    Id<Workspace> WorkspaceId,
    Id<Publication> PublicationId,
    string? ETag = null
)
{
    /// <summary>
    /// The entry by which the sweep carries <paramref name="publication"/> on. The sweep looks back for weeks, not for ever: what was due long ago
    /// gets an entry of now.
    /// </summary>
    public static DueEntry Of(Publication publication, DateTimeOffset now) =>
        new(
            publication.DueAt is { } dueAt && dueAt > now - TimeSpan.FromDays(1) ? dueAt : now,
            publication.WorkspaceId,
            publication.Id
        );

    internal string Partition => SystemKeys.Due(At, Shard);

    /// <summary>By the id's last, random byte: the same in every process.</summary>
    internal int Shard => PublicationId.Value.ToByteArray()[15] % SystemKeys.DueShards;

    internal string Key => $"{SortableTime.Format(At)}:{WorkspaceId}:{PublicationId}";

    internal static DueEntry Parse(string key)
    {
        var parts = key.Split(':');
        return new DueEntry(SortableTime.Parse(parts[0]), Id<Workspace>.Parse(parts[1]), Id<Publication>.Parse(parts[2]));
    }
}
