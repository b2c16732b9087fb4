namespace Atlas.LocalRuntime;

/// <param name="Path">The file, or null for a private database in memory (simulation and tests).</param>
/// <param name="Schema">Statements that create what is missing; run once at opening, in one transaction.</param>
public sealed record SqliteDatabaseOptions(string? Path, string Schema)
{
    /// <summary>Most items that share one commit.</summary>
    public int MaxGroup { get; init; } = 512;

    /// <summary>Page cache of each connection, in KiB.</summary>
    public int CacheKib { get; init; } = 8192;

    /// <summary>How long a call waits while another process holds the file's lock. Then it fails with SQLITE_BUSY.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where a test makes a commit fail. Null in production.</summary>
    public ISqliteCommitSeam? CommitSeam { get; init; }
}

/// <summary>Decides, commit by commit, whether it goes through: the fault that a full or failing disk would make.</summary>
public interface ISqliteCommitSeam
{
    /// <summary>Throw here and the group is rolled back: nothing of it happened, and its writers are told so.</summary>
    void BeforeCommit(int items);

    /// <summary>Throw here and the group is on disk although its writers are told that it failed.</summary>
    void AfterCommit(int items);
}
