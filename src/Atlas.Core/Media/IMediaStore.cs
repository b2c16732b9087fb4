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
    /// An address from which anybody can fetch the object until <paramref name="expiresAt"/> (a SAS), or null where the store
    /// has no address of its own and the app serves the bytes.
    /// </summary>
    ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
