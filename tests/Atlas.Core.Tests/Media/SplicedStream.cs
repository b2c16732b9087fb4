namespace Atlas.Core.Tests.Media;

/// <summary>Two pieces with a gap between them that is not there to be read.</summary>
internal sealed class SplicedStream(byte[] first, long gap, byte[] last) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => first.Length + gap + last.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var (piece, at) = Position < first.Length ? (first, Position) : (last, Position - first.Length - gap);
        Assert.True(at >= 0, "The gap was read.");
        var count = (int)Math.Min(buffer.Length, piece.Length - at);
        piece.AsSpan((int)at, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
