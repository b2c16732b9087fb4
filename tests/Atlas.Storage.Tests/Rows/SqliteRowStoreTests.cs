using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Testing;
using Atlas.Storage.Sqlite;

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

    private SqliteRowStore Open() => SqliteRowStore.Open(_folder["rows.db"], new ThreadPoolScheduler(Escaped));

    private static void Escaped(Exception ex) => throw new InvalidOperationException("work let an exception escape", ex);
}
