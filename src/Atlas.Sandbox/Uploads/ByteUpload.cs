using System.Buffers;
using System.Security.Cryptography;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Uploads;

/// <summary>Collects the bytes of an upload that comes in parts, in any order, in memory when it is small and in a file otherwise.</summary>
/// <param name="total">Null while the client hasn't said how long the whole is.</param>
internal sealed class ByteUpload(long? total)
{
    private const int MemoryLimit = 8 << 20;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<ByteSpan> _spans = [];
    private Stream? _target;
    private bool _isTaken;

    public long? Total { get; private set; } = total;

    /// <summary>What has arrived, without gaps inside a span, in order.</summary>
    public IReadOnlyList<ByteSpan> Received
    {
        get
        {
            lock (_spans)
            {
                return [.. _spans];
            }
        }
    }

    /// <summary>How many bytes there are from the start up to the first gap: where a resumable upload goes on.</summary>
    public long Next => Received is [{ From: 0 } first, ..] ? first.End : 0;

    public bool IsComplete => Total is { } length && Next >= length;

    /// <summary>Writes a body to its place. Bytes of a client that leaves in the middle stay.</summary>
    /// <param name="from">Where the body begins.</param>
    /// <param name="length">How long it says to be; null takes whatever comes.</param>
    public async ValueTask<UploadStep> WriteAsync(Stream body, long from, long? length, CancellationToken cancellationToken)
    {
        if (_isTaken || from < 0 || from + (length ?? 0) > (Total ?? long.MaxValue))
        {
            return UploadStep.OutOfRange;
        }

        await _gate.WaitAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        var at = from;
        try
        {
            _target ??= Total <= MemoryLimit ? new MemoryStream() : TemporaryFile.Create();
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (at + read > Math.Min(Total ?? long.MaxValue, length is { } told ? from + told : long.MaxValue))
                {
                    return UploadStep.TooLong;
                }

                _target.Position = at;
                await _target.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                at += read;
            }

            return at - from < (length ?? 0) ? UploadStep.TooShort : UploadStep.Stored;
        }
        finally
        {
            Remember(from, at);
            ArrayPool<byte>.Shared.Return(buffer);
            _gate.Release();
        }
    }

    /// <summary>Says how long the whole is, once the client knows.</summary>
    public void SetTotal(long length) => Total = length;

    /// <summary>The whole file. It takes no more bytes.</summary>
    public async ValueTask<FetchedFile> TakeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            _isTaken = true;
            return await FileOfAsync(_target ?? new MemoryStream());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One file out of parts that were uploaded on their own, in the given order.</summary>
    public static async ValueTask<FetchedFile> JoinAsync(IEnumerable<ByteUpload> parts)
    {
        Stream whole = TemporaryFile.Create();
        foreach (var part in parts)
        {
            using var file = await part.TakeAsync();
            await using var content = file.Open();
            await content.CopyToAsync(whole, CancellationToken.None);
        }

        if (whole.Length <= MemoryLimit)
        {
            var memory = new MemoryStream();
            whole.Position = 0;
            await whole.CopyToAsync(memory, CancellationToken.None);
            await whole.DisposeAsync();
            whole = memory;
        }

        return await FileOfAsync(whole);
    }

    private static async ValueTask<FetchedFile> FileOfAsync(Stream content)
    {
        content.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, CancellationToken.None));
        content.Position = 0;
        return new FetchedFile
        {
            Sha256 = hash,
            Length = content.Length,
            Content = content is MemoryStream memory ? memory.ToArray() : null,
            Spilled = content,
        };
    }

    private void Remember(long from, long end)
    {
        if (end <= from)
        {
            return;
        }

        lock (_spans)
        {
            var touching = _spans.Where(span => span.From <= end && from <= span.End).ToList();
            _spans.RemoveAll(touching.Contains);
            _spans.Add(
                new ByteSpan(
                    touching.Select(span => span.From).Append(from).Min(),
                    touching.Select(span => span.End).Append(end).Max()
                )
            );
            _spans.Sort((a, b) => a.From.CompareTo(b.From));
        }
    }
}

/// <param name="End">One behind the last byte.</param>
internal readonly record struct ByteSpan(long From, long End);

internal enum UploadStep
{
    Stored,

    /// <summary>The body ended before its announced length; what came is kept.</summary>
    TooShort,

    /// <summary>More came than was announced; what is beyond is dropped.</summary>
    TooLong,

    /// <summary>The part lies outside the whole, or the upload is over.</summary>
    OutOfRange,
}
