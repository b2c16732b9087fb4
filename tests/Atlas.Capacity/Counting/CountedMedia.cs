using System.Collections.Concurrent;
using Atlas.Core.Media;

namespace Atlas.Capacity.Counting;

/// <summary>Blobs in memory, with the requests that the adapter for Blob storage would make: it reads in pieces of a mebibyte.</summary>
/// <param name="address">Where a network fetches a blob by its name, as it does by a SAS.</param>
internal sealed class CountedMedia(Tally tally, Func<string, Uri> address) : IMediaStore
{
    private const int ReadAheadBytes = 1024 * 1024;
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();

    /// <summary>What a network that asks for the address gets.</summary>
    public byte[]? Fetch(string name)
    {
        tally.Add(Unit.BlobReads);
        return _blobs.GetValueOrDefault(name);
    }

    public async Task<long> SaveAsync(string name, string contentType, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        tally.Add(Unit.BlobWrites, 1 + (int)(copy.Length / (4 * ReadAheadBytes)));
        _blobs[name] = copy.ToArray();
        return copy.Length;
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (!_blobs.TryGetValue(name, out var bytes))
        {
            tally.Add(Unit.BlobReads);
            return Task.FromResult<Stream?>(null);
        }

        // Its properties, then as many pieces as a reader of the whole file needs.
        tally.Add(Unit.BlobReads, 2 + bytes.Length / ReadAheadBytes);
        return Task.FromResult<Stream?>(new MemoryStream(bytes, writable: false));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        tally.Add(Unit.BlobWrites);
        _blobs.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Uri?>(address(name)); // signed with a delegation key that is kept for hours

    public Task<StagedMedia> AppendStagedAsync(string name, long offset, Stream content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<StagedMedia> ReadStagedAsync(string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> CommitStagedAsync(string name, string contentType, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DiscardStagedAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
