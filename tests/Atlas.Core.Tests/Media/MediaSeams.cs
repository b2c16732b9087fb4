using System.Collections.Concurrent;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Media;

internal sealed class SeamRows(IRowStore rows, Func<ValueTask> boundary) : IRowStore
{
    public async ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        await boundary();
        return await rows.ReadAsync(partition, key, cancellationToken);
    }

    public async ValueTask<RowPage> ReadRangeAsync(
        string partition,
        RowRange range,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await boundary();
        return await rows.ReadRangeAsync(partition, range, limit, cancellationToken);
    }

    public async ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        await boundary();
        var written = await rows.WriteAsync(partition, writes, cancellationToken);
        await boundary();
        return written;
    }
}

internal sealed class SeamStore(IMediaStore store, Func<ValueTask> boundary) : IMediaStore
{
    public Task<long> SaveAsync(string name, string contentType, Stream content, CancellationToken cancellationToken) =>
        AroundAsync(() => store.SaveAsync(name, contentType, content, cancellationToken));

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) =>
        AroundAsync(() => store.OpenAsync(name, cancellationToken));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        AroundAsync(async () =>
        {
            await store.DeleteAsync(name, cancellationToken);
            return true;
        });

    public Task<StagedMedia> AppendStagedAsync(string name, long offset, Stream content, CancellationToken cancellationToken) =>
        AroundAsync(() => store.AppendStagedAsync(name, offset, content, cancellationToken));

    public Task<StagedMedia> ReadStagedAsync(string name, CancellationToken cancellationToken) =>
        AroundAsync(() => store.ReadStagedAsync(name, cancellationToken));

    public Task<long> CommitStagedAsync(string name, string contentType, CancellationToken cancellationToken) =>
        AroundAsync(() => store.CommitStagedAsync(name, contentType, cancellationToken));

    public Task DiscardStagedAsync(string name, CancellationToken cancellationToken) =>
        AroundAsync(async () =>
        {
            await store.DiscardStagedAsync(name, cancellationToken);
            return true;
        });

    public ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        store.CreateReadUrlAsync(name, expiresAt, cancellationToken);

    private async Task<T> AroundAsync<T>(Func<Task<T>> call)
    {
        await boundary();
        var answer = await call();
        await boundary();
        return answer;
    }
}

internal sealed class VaultInMemory : ITokenVault
{
    private readonly ConcurrentDictionary<string, Secret> _secrets = new();

    public Task SetAsync(string name, Secret secret, CancellationToken cancellationToken)
    {
        _secrets[name] = secret;
        return Task.CompletedTask;
    }

    public Task<Secret?> GetAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_secrets.TryGetValue(name, out var secret) ? secret : null);

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _secrets.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
