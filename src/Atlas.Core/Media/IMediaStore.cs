namespace Atlas.Core.Media;

/// <summary>
/// Keeps the bytes of media by name. Names are made by us: segments of 0-9, a-z, '-' and '.', joined by '/'.
/// </summary>
/// <exception cref="Storage.StorageUnavailableException">From every call: the store could not be asked, or is full.</exception>
public interface IMediaStore
{
    /// <summary>Streams <paramref name="content"/> to the end into a new or replaced object. Nothing is visible before all of it is there.</summary>
    /// <returns>The number of bytes stored.</returns>
    Task<long> SaveAsync(string name, string contentType, Stream content, CancellationToken cancellationToken);

    /// <summary>A seekable stream over the object, or null where there is none. The caller disposes it.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Without effect where there is no such object.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Adds bytes to a file that comes in pieces. It is not visible before <see cref="CommitStagedAsync"/>, and what was added
    /// stays through a restart, until it is committed or discarded. Where <paramref name="content"/> breaks off, what had come
    /// of it may stay (ask <see cref="ReadStagedAsync"/>) and its fault is thrown on.
    /// </summary>
    /// <param name="offset">How much is staged, as the caller knows it: where that is not so, nothing is added.</param>
    /// <returns>How much is staged now.</returns>
    Task<StagedMedia> AppendStagedAsync(string name, long offset, Stream content, CancellationToken cancellationToken);

    /// <summary>How much of a file is there. Of one that is visible: all of it.</summary>
    Task<StagedMedia> ReadStagedAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes what is staged visible. Safe to repeat: of what is visible already only the content type is set.</summary>
    /// <returns>The number of bytes, or zero where nothing is staged.</returns>
    Task<long> CommitStagedAsync(string name, string contentType, CancellationToken cancellationToken);

    /// <summary>Throws away what is staged. What is visible under the name stays. Without effect where nothing is staged.</summary>
    Task DiscardStagedAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// An address from which anybody can fetch the object until <paramref name="expiresAt"/> (a SAS), or null where the store
    /// has no address of its own and the app serves the bytes.
    /// </summary>
    ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}

/// <param name="Length">Bytes that are safely there.</param>
/// <param name="IsVisible">Whether it is committed: nothing can be added any more.</param>
/// <param name="IsBusy">Whether somebody else was adding to it, so that nothing was added now.</param>
public readonly record struct StagedMedia(long Length, bool IsVisible = false, bool IsBusy = false);
