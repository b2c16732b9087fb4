using System.Buffers.Binary;
using System.Text;

namespace Atlas.Core.Media.Probing;

/// <summary>Walks a PNG's chunks up to the picture's data; an animated one has said so by then.</summary>
internal static class PngHeader
{
    private const int MostChunks = 500;
    private const int MostExif = 1 << 16;

    public static MediaProbe Read(ProbeSource source)
    {
        uint width = 0;
        uint height = 0;
        bool? animated = null;
        string? colorSpace = null;
        var exif = ExifBlock.None;
        Span<byte> head = stackalloc byte[16];
        long offset = 8;
        for (var i = 0; i < MostChunks && source.TryRead(offset, head[..8]); i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var type = head.Slice(4, 4);
            if (type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8))
            {
                animated ??= false;
                break;
            }

            if (type.SequenceEqual("IHDR"u8) && source.TryRead(offset, head))
            {
                width = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
                height = BinaryPrimitives.ReadUInt32BigEndian(head[12..]);
            }
            else if (type.SequenceEqual("acTL"u8))
            {
                animated = true;
            }
            else if (type.SequenceEqual("sRGB"u8))
            {
                colorSpace = "sRGB";
            }
            else if (type.SequenceEqual("iCCP"u8))
            {
                colorSpace ??= ReadName(source, offset + 8, length);
            }
            else if (type.SequenceEqual("eXIf"u8) && length <= MostExif && source.Read(offset + 8, (int)length) is { } block)
            {
                exif = ExifBlock.Read(block);
            }

            offset += 12L + length;
        }

        return ImageProbe.Create(
            "image/png",
            width,
            height,
            exif.Orientation,
            animated,
            canBeAnimated: true,
            colorSpace,
            exif.IsUnreadable
        ) with
        {
            Truncated = EndMarkers.OfPng(source),
        };
    }

    /// <summary>The profile itself is compressed; its name stands before it.</summary>
    private static string? ReadName(ProbeSource source, long offset, uint length)
    {
        Span<byte> bytes = stackalloc byte[80];
        bytes = bytes[..source.ReadUpTo(offset, bytes[..(int)Math.Min(length, 80)])];
        var end = bytes.IndexOf((byte)0);
        var name = end > 0 ? Encoding.Latin1.GetString(bytes[..end]) : null;
        return name is null || name.Any(char.IsControl) ? null : name;
    }
}
