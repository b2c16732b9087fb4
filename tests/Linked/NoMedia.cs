using Atlas.Core.Media;

namespace Atlas.Testing;

/// <summary>For posts whose files nobody reads. Compiled into each project that needs it: Atlas.Testing knows nothing of the app.</summary>
internal sealed class NoMedia : IMediaStore
{
    public Task<long> SaveAsync(string name, string contentType, Stream content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StagedMedia> AppendStagedAsync(string name, long offset, Stream content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<StagedMedia> ReadStagedAsync(string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> CommitStagedAsync(string name, string contentType, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DiscardStagedAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Uri?>(null);
}
