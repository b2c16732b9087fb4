using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Testing;
using Atlas.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Atlas.Storage.Tests.Rows;

/// <summary>A disk that is full, failing or locked: said as unavailable, all or nothing, and over when it is over.</summary>
public sealed class SqliteRowStoreFaultTests : IAsyncLifetime
{
    private readonly TempDirectory _folder = new();
    private readonly CommitFaults _seam = new();
    private SqliteRowStore _store = null!;

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_commit_that_fails_is_unavailable_and_leaves_nothing()
    {
        await InsertAsync("before", 10);
        _seam.Before = new SqliteException("database or disk is full", 13);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync("a", 10));
        Assert.Equal(["before"], await KeysAsync());

        await InsertAsync("a", 10);
        Assert.Equal(["a", "before"], await KeysAsync());
    }

    [Fact]
    public async Task A_lost_answer_is_unavailable_although_the_row_is_there()
    {
        _seam.After = new SqliteException("disk I/O error", 10);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync("a", 10));
        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task Tags_given_in_a_commit_that_failed_are_not_given_again_after_a_restart()
    {
        HashSet<string> seen = [];
        for (var i = 0; i < 4; i++)
        {
            _seam.Before = new SqliteException("disk I/O error", 10);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync("a", 1));
            var outcome = await _store.WriteAsync("p", [RowWrite.Upsert("b", default)], None);
            Assert.True(seen.Add(outcome.ETags[0]!), "a tag came back");
            await _store.DisposeAsync();
            _store = Open();
        }
    }

    [Fact]
    public async Task A_full_disk_refuses_batches_whole_keeps_what_was_acknowledged_and_works_again_with_room()
    {
        await InsertAsync("before", 10);
        var pages = await _store.Database.WriteAsync(s => (long)s.Scalar("PRAGMA page_count")!);
        await _store.Database.WriteAsync(s => s.Scalar($"PRAGMA max_page_count={pages + 60}"));

        // Two rows of some pages each in a batch: one by one until it is full, then many in one group.
        List<(string Key, bool Written)> tries = [];
        do
        {
            tries.Add(await TryInsertAsync($"n{tries.Count:00}"));
        } while (tries[^1].Written);

        tries.AddRange(await Task.WhenAll(Enumerable.Range(50, 50).Select(i => TryInsertAsync($"n{i:00}"))));
        var acknowledged = tries.Where(t => t.Written).Select(t => t.Key).ToList();

        Assert.InRange(acknowledged.Count, 1, 99);
        await AssertWholeAndPresentAsync(acknowledged);
        Assert.Contains("before", await KeysAsync());

        await _store.Database.WriteAsync(s => s.Scalar("PRAGMA max_page_count=100000"));
        await InsertAsync("after", 20_000);
        Assert.Contains("after", await KeysAsync());
        await _store.DisposeAsync();
        _store = Open();
        await AssertWholeAndPresentAsync(acknowledged);
    }

    [Fact]
    public async Task A_database_that_another_process_locks_is_unavailable_for_writes_readable_and_free_afterwards()
    {
        await InsertAsync("before", 10);
        await _store.Database.WriteAsync(s =>
        {
            s.With("BEGIN IMMEDIATE").CommandTimeout = 1; // production waits longer; what follows is the same
            return s.Scalar("PRAGMA busy_timeout=50");
        });
        await using var other = new SqliteConnection($"Data Source={_folder["rows.db"]};Pooling=False");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN EXCLUSIVE");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync("a", 10));
        Assert.Equal(["before"], await KeysAsync());

        await ExecuteAsync(other, "ROLLBACK");
        await InsertAsync("a", 10);
        Assert.Equal(["a", "before"], await KeysAsync());
    }

    [Fact]
    public async Task Conflicts_of_some_batches_do_not_touch_the_others_of_their_group()
    {
        await InsertAsync("taken", 10);
        var good = Enumerable
            .Range(0, 300)
            .Select(i =>
                _store.WriteAsync("p", [RowWrite.Insert($"g{i:000}", default), RowWrite.Upsert("shared", default)], None).AsTask()
            );
        var bad = Enumerable
            .Range(0, 300)
            .Select(i =>
                _store.WriteAsync("p", [RowWrite.Upsert($"b{i:000}", default), RowWrite.Insert("taken", default)], None).AsTask()
            );

        var outcomes = await Task.WhenAll(
            good.Zip(bad, (g, b) => (Task<WriteOutcome>[])[g, b]).SelectMany(pair => pair).ToList()
        );

        Assert.All(outcomes.Where((_, i) => i % 2 == 0), o => Assert.True(o.Succeeded));
        Assert.All(outcomes.Where((_, i) => i % 2 == 1), o => Assert.Equal((1, RowConflict.Exists), (o.FailedIndex, o.Conflict)));
        Assert.InRange(_seam.Commits, 1, 300);
        Assert.Equal(302, (await KeysAsync()).Count);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private SqliteRowStore Open() =>
        SqliteRowStore.Open(
            _folder["rows.db"],
            new ThreadPoolScheduler(ex => throw new InvalidOperationException("escaped", ex)),
            _seam
        );

    private async Task InsertAsync(string key, int size) =>
        Assert.True((await _store.WriteAsync("p", [RowWrite.Insert(key, new byte[size])], None)).Succeeded);

    private async Task<(string Key, bool Written)> TryInsertAsync(string key)
    {
        try
        {
            var data = new byte[9_000];
            return (
                key,
                (
                    await _store.WriteAsync("p", [RowWrite.Insert(key + "-1", data), RowWrite.Insert(key + "-2", data)], None)
                ).Succeeded
            );
        }
        catch (StorageUnavailableException)
        {
            return (key, false);
        }
    }

    private async Task<List<string>> KeysAsync() =>
        [.. (await _store.ReadRangeAsync("p", new RowRange("", "~"), 1000, None)).Rows.Select(r => r.Key)];

    private async Task AssertWholeAndPresentAsync(List<string> acknowledged)
    {
        var keys = (await KeysAsync()).Where(k => k[0] == 'n').ToList();
        Assert.Equal(acknowledged.SelectMany(k => (string[])[k + "-1", k + "-2"]).Order(StringComparer.Ordinal), keys);
    }

    private sealed class CommitFaults : ISqliteCommitSeam
    {
        public int Commits { get; private set; }

        public SqliteException? Before { get; set; }

        public SqliteException? After { get; set; }

        public void BeforeCommit(int items)
        {
            if (Before is { } fault)
            {
                Before = null;
                throw fault;
            }
        }

        public void AfterCommit(int items)
        {
            Commits++;
            if (After is { } fault)
            {
                After = null;
                throw fault;
            }
        }
    }
}
