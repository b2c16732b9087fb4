namespace Atlas.Storage.Tests.Media;

/// <summary>Bytes that come in uneven pieces and can't be seeked, as an upload's do; it can break off or wait half-way.</summary>
internal sealed class TrickleStream(long length, long breaksAt = long.MaxValue, Func<Task>? atHalf = null) : Stream
{
    public const string Broken = "the sender went away";

    private long _position;
    private bool _waited;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static byte At(long position) => (byte)(position * 31 + position / 251);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (atHalf is not null && !_waited && _position >= length / 2)
        {
            _waited = true;
            await atHalf();
        }

        return Read(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= breaksAt)
        {
            throw new EndOfStreamException(Broken);
        }

        var count = (int)Math.Min(Math.Min(length - _position, buffer.Length), 1 + _position % 65_521);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = At(_position++);
        }

        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
