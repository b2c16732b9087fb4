namespace Atlas.Core.Storage;

public enum RowWriteKind
{
    /// <summary>The row must not exist.</summary>
    Insert,

    /// <summary>The row must exist with the given ETag.</summary>
    Replace,

    /// <summary>Whatever was there before.</summary>
    Upsert,

    /// <summary>The row must exist, with the given ETag where one is given.</summary>
    Delete,
}

/// <summary>One operation of a batch.</summary>
public readonly record struct RowWrite(RowWriteKind Kind, string Key, ReadOnlyMemory<byte> Data, string? ETag)
{
    public static RowWrite Insert(string key, ReadOnlyMemory<byte> data) => new(RowWriteKind.Insert, key, data, null);

    public static RowWrite Replace(string key, ReadOnlyMemory<byte> data, string etag) =>
        new(RowWriteKind.Replace, key, data, etag);

    public static RowWrite Upsert(string key, ReadOnlyMemory<byte> data) => new(RowWriteKind.Upsert, key, data, null);

    public static RowWrite Delete(string key, string? etag = null) => new(RowWriteKind.Delete, key, default, etag);
}

public enum RowConflict
{
    None,

    /// <summary>An insert met a row.</summary>
    Exists,

    /// <summary>A replace or delete met no row.</summary>
    Missing,

    /// <summary>The row has another ETag: someone changed it since it was read.</summary>
    Changed,
}

/// <summary>What came of a batch.</summary>
/// <param name="ETags">In the order of the writes; null for a delete, and empty when the batch conflicted.</param>
/// <param name="FailedIndex">The first write that conflicted, or -1. Azure names one; which one it names first is its choice.</param>
public readonly record struct WriteOutcome(IReadOnlyList<string?> ETags, int FailedIndex, RowConflict Conflict)
{
    public bool Succeeded => Conflict == RowConflict.None;

    public static WriteOutcome Written(IReadOnlyList<string?> etags) => new(etags, -1, RowConflict.None);

    public static WriteOutcome Conflicted(int index, RowConflict conflict) => new([], index, conflict);
}
