using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>
/// When to look whether something of media can go. An entry is written before what it points to, so a missing one can't
/// happen; a stray one costs a read.
/// </summary>
public sealed class MediaExpiry(IRowStore rows, MediaOptions options, TimeProvider time)
{
    /// <summary>Longer than any file takes from its first byte to its row.</summary>
    private static readonly TimeSpan s_longestUpload = TimeSpan.FromHours(24);

    /// <summary>When a temporary file is looked at that is used from now on, or never.</summary>
    internal DateTimeOffset TemporaryUntil() => After(time.GetUtcNow());

    internal DateTimeOffset After(DateTimeOffset settledAt) => ToMilliseconds(settledAt.AddDays(options.TemporaryMediaDays));

    internal async Task AddAsync(ExpiryEntry entry, CancellationToken cancellationToken) =>
        await rows.WriteAsync(SystemKeys.MediaExpiry, [RowWrite.Upsert(entry.Key, default)], cancellationToken);

    /// <summary>For bytes that are about to be stored: without a row that names them they are deleted later.</summary>
    internal Task AddFileAsync(Id<Workspace> workspace, string storedAs, CancellationToken cancellationToken) =>
        AddFileAsync(workspace, storedAs, time.GetUtcNow() + s_longestUpload, cancellationToken);

    internal Task AddFileAsync(
        Id<Workspace> workspace,
        string storedAs,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => AddAsync(new ExpiryEntry(at, workspace, ExpiryKind.File, storedAs[(storedAs.IndexOf('/') + 1)..]), cancellationToken);

    internal async Task RemoveAsync(ExpiryEntry entry, CancellationToken cancellationToken) =>
        await rows.WriteAsync(SystemKeys.MediaExpiry, [RowWrite.Delete(entry.Key)], cancellationToken);

    /// <summary>The entries whose time has come, the oldest first, behind <paramref name="after"/>.</summary>
    internal async Task<IReadOnlyList<ExpiryEntry>> ReadDueAsync(ExpiryEntry? after, CancellationToken cancellationToken)
    {
        var range = new RowRange("0", SortableTime.Format(time.GetUtcNow().AddMilliseconds(1)));
        var page = await rows.ReadRangeAsync(
            SystemKeys.MediaExpiry,
            after is { } last ? range.AfterKey(last.Key) : range,
            RowLimits.MaxPage,
            cancellationToken
        );
        return [.. page.Rows.Select(row => ExpiryEntry.Parse(row.Key))];
    }

    /// <summary>As precise as a key: what is due by its entry is due by its row.</summary>
    internal static DateTimeOffset ToMilliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}

internal enum ExpiryKind
{
    Asset,
    Upload,

    /// <summary>Bytes that may belong to no row.</summary>
    File,
}

/// <param name="Name">An id, or the last part of a stored name.</param>
internal readonly record struct ExpiryEntry(DateTimeOffset At, Id<Workspace> WorkspaceId, ExpiryKind Kind, string Name)
{
    public string Key => $"{SortableTime.Format(At)}:{WorkspaceId}:{Kind}:{Name}";

    public string StoredAs => $"{WorkspaceId}/{Name}";

    /// <summary>Stored names begin with the id of their asset.</summary>
    public Id<MediaAsset> MediaId => Id<MediaAsset>.Parse(Name[..32]);

    public static ExpiryEntry Parse(string key)
    {
        var parts = key.Split(':');
        return new ExpiryEntry(
            SortableTime.Parse(parts[0]),
            Id<Workspace>.Parse(parts[1]),
            Enum.Parse<ExpiryKind>(parts[2]),
            parts[3]
        );
    }
}
