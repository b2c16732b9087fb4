using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

internal static class BmpHeader
{
    public static MediaProbe Read(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[26];
        if (!source.TryRead(0, head))
        {
            return ImageProbe.Create("image/bmp", 0, 0);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) switch
        {
            12 => ImageProbe.Create(
                "image/bmp",
                BinaryPrimitives.ReadUInt16LittleEndian(head[18..]),
                BinaryPrimitives.ReadUInt16LittleEndian(head[20..])
            ),
            >= 40 and <= 256 => ImageProbe.Create(
                "image/bmp",
                BinaryPrimitives.ReadInt32LittleEndian(head[18..]),
                Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(head[22..])) // negative: rows from the top
            ),
            _ => ImageProbe.Create("image/bmp", 0, 0),
        };
    }
}
