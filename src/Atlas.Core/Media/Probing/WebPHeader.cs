using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>The three kinds of WebP: lossy, lossless, and extended with its flags.</summary>
internal static class WebPHeader
{
    private const int MostChunks = 500;
    private const int MostExif = 1 << 16;

    public static MediaProbe Read(ProbeSource source) => ReadHeader(source) with { Truncated = EndMarkers.OfWebP(source) };

    private static MediaProbe ReadHeader(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[30];
        if (!source.TryRead(0, head))
        {
            return ImageProbe.Create("image/webp", 0, 0, canBeAnimated: true);
        }

        var body = head[20..];
        switch (head.Slice(12, 4))
        {
            case var type
                when type.SequenceEqual("VP8 "u8) && body.Slice(3, 3).SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]):
                return Still(
                    BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF,
                    BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF
                );
            case var type when type.SequenceEqual("VP8L"u8) && body[0] == 0x2F:
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
                return Still((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
            case var type when type.SequenceEqual("VP8X"u8):
                var flags = body[0];
                var exif = (flags & 0x08) != 0 ? FindExif(source) : ExifBlock.None;
                return ImageProbe.Create(
                    "image/webp",
                    UInt24(body[4..]) + 1,
                    UInt24(body[7..]) + 1,
                    exif.Orientation,
                    animated: (flags & 0x02) != 0,
                    canBeAnimated: true,
                    hasUnreadableExif: exif.IsUnreadable
                );
            default:
                return ImageProbe.Create("image/webp", 0, 0, canBeAnimated: true);
        }
    }

    private static MediaProbe Still(long width, long height) =>
        ImageProbe.Create("image/webp", width, height, animated: false, canBeAnimated: true);

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;

    private static ExifBlock FindExif(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[8];
        long offset = 12;
        for (var i = 0; i < MostChunks && source.TryRead(offset, head); i++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head.StartsWith("EXIF"u8))
            {
                return length <= MostExif && source.Read(offset + 8, (int)length) is { } block
                    ? ExifBlock.Read(block.AsSpan().StartsWith("Exif\0\0"u8) ? block[6..] : block)
                    : ExifBlock.None with
                    {
                        IsUnreadable = true,
                    };
            }

            offset += 8L + length + (length & 1);
        }

        return ExifBlock.None with
        {
            IsUnreadable = true,
        };
    }
}
