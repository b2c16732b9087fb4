using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Atlas.Core.Media;

namespace Atlas.Storage.Folder;

/// <summary>
/// Files that come in pieces. Beside each lies a mark of how much of it is synced to the disk: after a crash only that much
/// counts, whatever the file's length says.
/// </summary>
internal sealed class StagedFiles
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>How much a crash can take of a piece that is on its way in.</summary>
    private const int SyncEvery = 8 * 1024 * 1024;

    private readonly string _root;
    private readonly ConcurrentDictionary<string, bool> _busy = new();

    public StagedFiles(string root)
    {
        _root = root;
        Directory.CreateDirectory(root);
    }

    public string PathOf(string name) => Path.Combine(_root, name);

    public long Length(string name) => ReadMark(PathOf(name));

    /// <exception cref="IOException">The disk refuses, or the content breaks off: what was synced stays.</exception>
    public async Task<StagedMedia> AppendAsync(string name, long offset, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!_busy.TryAdd(name, true))
        {
            return new StagedMedia(ReadMark(path), IsBusy: true);
        }

        try
        {
            var length = ReadMark(path);
            return new StagedMedia(length == offset ? await WriteAsync(path, offset, content, cancellationToken) : length);
        }
        finally
        {
            _busy.TryRemove(name, out _);
        }
    }

    public void Discard(string name)
    {
        var path = PathOf(name);
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(MarkOf(path));
            File.Delete(path);
        }
    }

    /// <summary>Cuts off what came behind the mark, so that the file is what was promised.</summary>
    public void Trim(string name)
    {
        var path = PathOf(name);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
        file.SetLength(ReadMark(path));
        file.Flush(flushToDisk: true);
    }

    private static string MarkOf(string path) => path + ".length";

    private static long ReadMark(string path)
    {
        try
        {
            return long.Parse(File.ReadAllText(MarkOf(path)), CultureInfo.InvariantCulture);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static async Task<long> WriteAsync(string path, long offset, Stream content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, true);
        file.SetLength(offset);
        file.Position = offset;
        var synced = offset;
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await Written(() => file.WriteAsync(buffer.AsMemory(0, read), cancellationToken));
                if (file.Position - synced >= SyncEvery)
                {
                    synced = Sync(path, file);
                }
            }
        }
        finally
        {
            Sync(path, file); // what had come when it broke off stays
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return file.Position;
    }

    /// <summary>Tells the disk's faults, which are the store's, from those of the sender.</summary>
    private static async Task Written(Func<ValueTask> write)
    {
        try
        {
            await write();
        }
        catch (IOException ex)
        {
            throw new DiskException(ex);
        }
    }

    private static long Sync(string path, FileStream file)
    {
        try
        {
            file.Flush(flushToDisk: true);
            var mark = MarkOf(path);
            using (var next = new StreamWriter(new FileStream(mark + ".next", FileMode.Create, FileAccess.Write)))
            {
                next.Write(file.Position.ToString(CultureInfo.InvariantCulture));
                next.Flush();
                ((FileStream)next.BaseStream).Flush(flushToDisk: true);
            }

            File.Move(mark + ".next", mark, overwrite: true);
            DurableFolder.Sync(Path.GetDirectoryName(path)!);
            return file.Position;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new DiskException(ex);
        }
    }
}

/// <summary>The disk refused.</summary>
internal sealed class DiskException(Exception fault) : Exception(fault.Message, fault);
