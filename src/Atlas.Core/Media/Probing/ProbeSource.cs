using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>Reads pieces of a seekable stream until a budget is spent; from then on the file reads as if it ended.</summary>
internal sealed class ProbeSource
{
    /// <summary>Enough for the fragment headers of some hours of video.</summary>
    private const long Budget = 32 << 20;

    /// <summary>What a piece costs at least: many tiny reads are work too.</summary>
    private const int LeastCost = 64;

    private readonly Stream _stream;
    private long _spent;

    public ProbeSource(Stream stream)
    {
        if (!stream.CanSeek)
        {
            throw new ArgumentException("Probing needs a seekable stream.", nameof(stream));
        }

        _stream = stream;
        Length = stream.Length;
    }

    public long Length { get; }

    /// <summary>Whether the budget has run out, so that what reads as the end may not be it.</summary>
    public bool IsSpent { get; private set; }

    /// <returns>How many bytes there were: fewer than asked only at the end of the file or of the budget.</returns>
    public int ReadUpTo(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset >= Length)
        {
            return 0;
        }

        if (_spent + buffer.Length > Budget)
        {
            IsSpent = true;
            return 0;
        }

        _spent += Math.Max(buffer.Length, LeastCost);
        _stream.Position = offset;
        return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }

    public bool TryRead(long offset, Span<byte> buffer) => ReadUpTo(offset, buffer) == buffer.Length;

    public byte[]? Read(long offset, int count)
    {
        if (count < 0 || offset < 0 || count > Length - offset)
        {
            return null; // before the array is made: a header may claim any length
        }

        var bytes = new byte[count];
        return TryRead(offset, bytes) ? bytes : null;
    }

    public uint? ReadUInt32(long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        return TryRead(offset, bytes) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }
}
