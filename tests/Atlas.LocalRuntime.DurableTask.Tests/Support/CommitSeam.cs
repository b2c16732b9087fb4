using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime.DurableTask.Tests;

internal sealed class CommitSeam : ISqliteCommitSeam
{
    public int Commits { get; private set; }

    public Action<int> Before { get; set; } = _ => { };

    public Action<int> After { get; set; } = _ => { };

    public static void Fail() => throw new SqliteException("disk I/O error", 10);

    public void BeforeCommit(int items) => Before(Commits);

    public void AfterCommit(int items) => After(Commits++);
}
