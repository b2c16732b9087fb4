using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Storage.Sqlite;
using Atlas.Testing;

namespace Atlas.Storage.Tests.Analytics;

public sealed class SqliteDeliveryTests : DeliveryContract, IAsyncLifetime
{
    private readonly TempDirectory _folder = new();
    private SqliteRowStore _store = null!;

    protected override IRowStore Store => _store;

    protected override int Seeds => 2;

    public Task InitializeAsync()
    {
        _store = SqliteRowStore.Open(
            _folder["rows.db"],
            new ThreadPoolScheduler(ex => throw new InvalidOperationException("work let an exception escape", ex))
        );
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
