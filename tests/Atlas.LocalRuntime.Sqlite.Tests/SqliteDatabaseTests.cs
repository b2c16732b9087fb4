using Atlas.LocalRuntime;
using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime.Sqlite.Tests;

public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS t (k INTEGER PRIMARY KEY, v TEXT NOT NULL)";
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"atlas-{Guid.NewGuid():N}", "t.db");
    private readonly FailingCommits _seam = new();
    private SqliteDatabase _database = null!;

    public Task InitializeAsync()
    {
        _database = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    [Fact]
    public async Task Concurrent_writes_share_commits_and_all_are_there_after_reopening()
    {
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Insert(i)));
        Assert.InRange(_seam.Commits, 4, 1999);

        await _database.DisposeAsync();
        _database = Open();

        Assert.Equal(2000L, Count());
    }

    [Fact]
    public async Task An_item_that_throws_after_writing_takes_no_other_item_with_it()
    {
        var good = Enumerable.Range(0, 50).Select(i => Insert(i)).ToList();
        var bad = _database.WriteAsync<int>(s =>
        {
            s.Execute("INSERT INTO t VALUES ($1, $2)", 1000, "half");
            throw new InvalidDataException("changed my mind");
        });
        var after = Enumerable.Range(50, 50).Select(i => Insert(i)).ToList();

        await Task.WhenAll(good.Concat(after));
        await Assert.ThrowsAsync<InvalidDataException>(() => bad);

        Assert.Equal(100L, Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_that_ends_before_its_last_row_keeps_no_old_state_for_the_next(bool throws)
    {
        await Insert(1);
        await Insert(2);
        Func<SqliteStatements, bool> half = s =>
            s.Prepared("SELECT k FROM t").Step() && (throws ? throw new InvalidDataException("enough") : true);

        Assert.Equal(throws, Record.Exception(() => _database.Read(half)) is InvalidDataException);
        await Insert(3);

        Assert.Equal(3L, Count());
    }

    [Fact]
    public async Task A_failed_commit_is_told_to_every_writer_and_leaves_nothing()
    {
        _seam.FailNextBefore = true;
        await Assert.ThrowsAsync<SqliteException>(() => Insert(1));
        Assert.Equal(0L, Count());

        await Insert(1);
        Assert.Equal(1L, Count());
    }

    [Fact]
    public async Task A_fault_after_the_commit_is_told_although_the_row_is_there()
    {
        _seam.FailNextAfter = true;
        await Assert.ThrowsAsync<SqliteException>(() => Insert(1));
        Assert.Equal(1L, Count());
    }

    [Fact]
    public async Task An_item_that_meets_a_full_database_takes_no_other_item_with_it()
    {
        await Insert(0);
        await _database.WriteAsync(s => s.Scalar("PRAGMA max_page_count = 40"));
        var small = Enumerable.Range(1, 20).Select(i => Insert(i)).ToList();
        var huge = _database.WriteAsync(s => s.Execute("INSERT INTO t VALUES ($1, $2)", 1000, new string('x', 1_000_000)));
        small.AddRange(Enumerable.Range(21, 20).Select(i => Insert(i)));

        Assert.Equal(13, (await Assert.ThrowsAsync<SqliteException>(() => huge)).SqliteErrorCode);
        await Task.WhenAll(small);
        Assert.Equal(41L, Count());
    }

    [Fact]
    public async Task A_database_in_memory_reads_what_was_written()
    {
        await using var memory = SqliteDatabase.Open(new SqliteDatabaseOptions(null, Schema), new ThreadPoolScheduler(Escaped));
        await memory.WriteAsync(s => s.Execute("INSERT INTO t VALUES (1, 'a')"));
        Assert.Equal("a", memory.Read(s => s.Scalar("SELECT v FROM t WHERE k = $1", 1)));
    }

    private SqliteDatabase Open() =>
        SqliteDatabase.Open(new SqliteDatabaseOptions(_path, Schema) { CommitSeam = _seam }, new ThreadPoolScheduler(Escaped));

    private Task<int> Insert(int key) => _database.WriteAsync(s => s.Execute("INSERT INTO t VALUES ($1, $2)", key, "v"));

    private long Count() => (long)_database.Read(s => s.Scalar("SELECT count(*) FROM t"))!;

    private static void Escaped(Exception ex) => throw new InvalidOperationException("work let an exception escape", ex);

    private sealed class FailingCommits : ISqliteCommitSeam
    {
        public int Commits { get; private set; }

        public bool FailNextBefore { get; set; }

        public bool FailNextAfter { get; set; }

        public void BeforeCommit(int items)
        {
            if (FailNextBefore)
            {
                FailNextBefore = false;
                throw new SqliteException("database or disk is full", 13);
            }
        }

        public void AfterCommit(int items)
        {
            Commits++;
            if (FailNextAfter)
            {
                FailNextAfter = false;
                throw new SqliteException("disk I/O error", 10);
            }
        }
    }
}
