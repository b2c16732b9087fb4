using System.Globalization;
using System.Text;
using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Storage.Sqlite;
using Atlas.Testing;

namespace Atlas.Storage.Tests.Rows;

public sealed class SqliteRowStoreTests : RowStoreContract, IAsyncLifetime
{
    private readonly TempDirectory _folder = new();
    private SqliteRowStore _store = null!;

    protected override IRowStore Store => _store;

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
    public async Task Rows_and_tags_are_the_same_after_reopening_and_no_tag_comes_back()
    {
        var kept = await Put("kept", "1");
        var gone = await Put("gone", "1");
        await Write(RowWrite.Delete("gone"));

        await _store.DisposeAsync();
        _store = Open();

        Assert.Equal(["kept=1"], await All());
        Assert.True((await Write(RowWrite.Replace("kept", Bytes("2"), kept))).Succeeded);
        var again = await Put("gone", "1");
        Assert.NotEqual(gone, again);
        Assert.NotEqual(kept, again);
    }

    [Fact]
    public async Task Closing_leaves_one_file_with_everything_in_it()
    {
        await Put("a", "1");
        await Store.ReadAsync(Partition, "a", None);

        await _store.DisposeAsync();

        Assert.Equal(["rows.db"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        _store = Open();
        Assert.Equal(["a=1"], await All());
    }

    /// <summary>Rows that were read or written last are kept in memory: whoever has seen a value never sees an older one, by either kind of read.</summary>
    [Fact]
    public async Task No_reader_sees_a_row_go_back_while_many_count_it_up()
    {
        string[] keys = ["a", "b", "c"];
        foreach (var key in keys)
        {
            await Put(key, "0");
        }

        var counted = new int[keys.Length];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() => CountAsync(new Random(worker)))));

        var last = (await Store.ReadRangeAsync(Partition, new RowRange("a", "d"), 10, None)).Rows;
        Assert.Equal(counted, last.Select(Number));
        Assert.True(counted.Sum() >= 8 * 50, "each worker counted at least once in eight tries");

        async Task CountAsync(Random random)
        {
            var seen = new int[keys.Length];
            for (var i = 0; i < 400; i++)
            {
                var at = random.Next(keys.Length);
                var row = (await Store.ReadAsync(Partition, keys[at], None))!;
                See(at, row);
                if (random.Next(4) == 0)
                {
                    var all = await Store.ReadRangeAsync(Partition, new RowRange("a", "d"), 10, None);
                    for (var k = 0; k < keys.Length; k++)
                    {
                        See(k, all.Rows[k]);
                    }
                }

                var next = Number(row) + 1;
                if ((await Write(RowWrite.Replace(keys[at], Bytes(next.ToString()), row.ETag))).Succeeded)
                {
                    Interlocked.Increment(ref counted[at]);
                    seen[at] = Math.Max(seen[at], next);
                }
            }

            void See(int at, Row row)
            {
                var number = Number(row);
                Assert.True(number >= seen[at], $"{keys[at]} went from {seen[at]} back to {number}");
                seen[at] = number;
            }
        }

        static int Number(Row row) => int.Parse(Encoding.UTF8.GetString(row.Data.Span), CultureInfo.InvariantCulture);
    }

    private SqliteRowStore Open() => SqliteRowStore.Open(_folder["rows.db"], new ThreadPoolScheduler(Escaped));

    private static void Escaped(Exception ex) => throw new InvalidOperationException("work let an exception escape", ex);
}
