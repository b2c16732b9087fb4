using System.Buffers;
using Atlas.Core.Media;
using Atlas.Core.Storage;

namespace Atlas.Storage.Folder;

/// <summary>Media as files under one folder. A file is written beside, synced and renamed into place, so no half of it is ever seen.</summary>
public sealed class FolderMediaStore : IMediaStore
{
    private const string Incoming = ".incoming"; // no media name starts with a dot
    private const string Staged = ".staged";
    private const int BufferBytes = 128 * 1024;

    /// <summary>Who copies a file brings a larger buffer, which then goes around this one. A large one for each reader would live on the large object heap.</summary>
    private const int ReadBufferBytes = 4096;

    private readonly string _root;
    private readonly string _incoming;
    private readonly StagedFiles _staged;
    private long _written;

    /// <param name="root">Made where it is missing. One process at a time: leftovers of an earlier one are removed.</param>
    public FolderMediaStore(string root)
    {
        _root = Path.GetFullPath(root);
        _incoming = Path.Combine(_root, Incoming);
        if (Directory.Exists(_incoming))
        {
            Directory.Delete(_incoming, recursive: true);
        }

        Directory.CreateDirectory(_incoming);
        _staged = new StagedFiles(Path.Combine(_root, Staged));
    }

    public async Task<long> SaveAsync(string name, string contentType, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        var incoming = Path.Combine(_incoming, Interlocked.Increment(ref _written).ToString());
        try
        {
            var bytes = await WriteAsync(incoming, content, cancellationToken);
            OnDisk(name, () => MoveIntoPlace(incoming, path));
            return bytes;
        }
        catch
        {
            OnDisk(name, () => File.Delete(incoming));
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(OnDisk(name, () => Open(path)));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        cancellationToken.ThrowIfCancellationRequested();
        OnDisk(
            name,
            () =>
            {
                if (File.Exists(path))
                {
                    File.Delete(path);
                    DurableFolder.Sync(Path.GetDirectoryName(path)!);
                }
            }
        );
        return Task.CompletedTask;
    }

    public async Task<StagedMedia> AppendStagedAsync(
        string name,
        long offset,
        Stream content,
        CancellationToken cancellationToken
    )
    {
        var found = await ReadStagedAsync(name, cancellationToken);
        if (found.IsVisible)
        {
            return found;
        }

        try
        {
            return await _staged.AppendAsync(name, offset, content, cancellationToken);
        }
        catch (DiskException ex)
        {
            throw Unavailable(name, ex.InnerException ?? ex);
        }
    }

    public Task<StagedMedia> ReadStagedAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(
            OnDisk(
                name,
                () =>
                    new FileInfo(path) is { Exists: true } file
                        ? new StagedMedia(file.Length, IsVisible: true)
                        : new StagedMedia(_staged.Length(name))
            )
        );
    }

    public async Task<long> CommitStagedAsync(string name, string contentType, CancellationToken cancellationToken)
    {
        var found = await ReadStagedAsync(name, cancellationToken);
        if (found is { IsVisible: false, Length: > 0 })
        {
            OnDisk(
                name,
                () =>
                {
                    _staged.Trim(name);
                    MoveIntoPlace(_staged.PathOf(name), PathOf(name));
                    _staged.Discard(name);
                }
            );
        }

        return found.Length;
    }

    public Task DiscardStagedAsync(string name, CancellationToken cancellationToken)
    {
        MediaNames.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
        OnDisk(name, () => _staged.Discard(name));
        return Task.CompletedTask;
    }

    /// <summary>None: a folder has no address, so the app serves its files.</summary>
    public ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        MediaNames.Check(name);
        return ValueTask.FromResult<Uri?>(null);
    }

    private static Stream? Open(string path)
    {
        try
        {
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                ReadBufferBytes,
                FileOptions.Asynchronous
            );
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static StorageUnavailableException Unavailable(string name, Exception fault) =>
        new($"The media folder could not be used for {name}: {fault.Message}", retryAfter: null, fault);

    private static void OnDisk(string name, Action action) =>
        OnDisk(
            name,
            () =>
            {
                action();
                return true;
            }
        );

    private static T OnDisk<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(name, ex);
        }
    }

    /// <summary>Faults of the disk are the store's, those of <paramref name="content"/> (an upload that breaks off) the caller's.</summary>
    private static async Task<long> WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var file = OnDisk(
                path,
                () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true)
            );
            var total = 0L;
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                try
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
                catch (IOException ex) // the disk is full
                {
                    throw Unavailable(path, ex);
                }

                total += read;
            }

            OnDisk(path, () => file.Flush(flushToDisk: true));
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void MoveIntoPlace(string incoming, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            for (var made = folder; made.Length > _root.Length; )
            {
                made = Path.GetDirectoryName(made)!;
                DurableFolder.Sync(made);
            }
        }

        File.Move(incoming, path, overwrite: true);
        DurableFolder.Sync(folder);
    }

    private string PathOf(string name)
    {
        MediaNames.Check(name);
        return Path.Combine(_root, name);
    }
}
