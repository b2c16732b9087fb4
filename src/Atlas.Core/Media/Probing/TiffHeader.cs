using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>The first directory of a TIFF, which may stand anywhere in the file.</summary>
internal static class TiffHeader
{
    private const int MostEntries = 512;

    public static MediaProbe Read(ProbeSource source, bool littleEndian)
    {
        long width = 0;
        long height = 0;
        int? orientation = null;
        Span<byte> head = stackalloc byte[12];
        if (source.TryRead(4, head[..4]))
        {
            long offset = UInt32(head, littleEndian);
            var count = source.TryRead(offset, head[..2]) ? Math.Min((int)UInt16(head, littleEndian), MostEntries) : 0;
            for (var i = 0; i < count && source.TryRead(offset + 2 + (12L * i), head); i++)
            {
                long value =
                    UInt16(head[2..], littleEndian) == 3 ? UInt16(head[8..], littleEndian) : UInt32(head[8..], littleEndian);
                switch (UInt16(head, littleEndian))
                {
                    case 256:
                        width = value;
                        break;
                    case 257:
                        height = value;
                        break;
                    case 274 when value is >= 1 and <= 8:
                        orientation = (int)value;
                        break;
                }
            }
        }

        return ImageProbe.Create("image/tiff", width, height, orientation);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
