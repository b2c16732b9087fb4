using System.Security.Cryptography;

namespace Atlas.Core.Media;

/// <summary>Passes a file through, counts and hashes it, stops it at its limit, and shows its first bytes ahead.</summary>
internal sealed class MeteredStream(Stream source, long limit) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[64];
    private int _headLength;
    private int _headRead;

    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        _headLength = await source.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, cancellationToken);
        return _head.AsMemory(0, _headLength);
    }

    /// <summary>Lower-case hex of all that has passed. Once.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = TakeHead(buffer.Span);
        if (read == 0 && buffer.Length > 0)
        {
            read = await source.ReadAsync(buffer, cancellationToken);
        }

        Pass(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Request bodies are read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeHead(Span<byte> buffer)
    {
        var taken = Math.Min(_headLength - _headRead, buffer.Length);
        _head.AsSpan(_headRead, taken).CopyTo(buffer);
        _headRead += taken;
        return taken;
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        if (Count > limit)
        {
            throw new MediaTooLargeException(limit);
        }

        _hash.AppendData(bytes);
    }
}

internal sealed class MediaTooLargeException(long limit) : Exception($"More than {limit} bytes.")
{
    public long Limit => limit;
}
