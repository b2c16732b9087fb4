namespace Atlas.Core.Tests.Media;

/// <summary>A file in memory that notes what is read of it, and has enough after so many reads.</summary>
internal sealed class WatchedStream(byte[] bytes, long? length = null) : Stream
{
    private const int MostReads = 200_000;

    private int _reads;

    public List<(long From, long To)> Reads { get; } = [];

    public long BytesRead => Reads.Sum(read => read.To - read.From);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>May be more than there is: the rest reads as zeros.</summary>
    public override long Length => length ?? bytes.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Assert.True(++_reads < MostReads, "The prober does not come to an end.");
        var count = (int)Math.Min(buffer.Length, Math.Max(Length - Position, 0));
        buffer = buffer[..count];
        buffer.Clear();
        if (Position < bytes.Length)
        {
            bytes.AsSpan((int)Position, (int)Math.Min(count, bytes.Length - Position)).CopyTo(buffer);
        }

        Reads.Add((Position, Position + count));
        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
