using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>Walks a JPEG's segments up to the start of the scan.</summary>
internal static class JpegHeader
{
    private const int MostSegments = 500;

    public static MediaProbe Read(ProbeSource source)
    {
        var exif = ExifBlock.None;
        string? profile = null;
        Span<byte> head = stackalloc byte[10];
        long offset = 2;
        for (var i = 0; i < MostSegments && source.TryRead(offset, head[..4]) && head[0] == 0xFF; i++)
        {
            var marker = head[1];
            if (marker == 0xFF)
            {
                offset++; // a fill byte
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (marker is 0xDA or 0xD9 || length < 2)
            {
                break;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return source.TryRead(offset, head)
                    ? Create(
                        source,
                        offset,
                        BinaryPrimitives.ReadUInt16BigEndian(head[7..]),
                        BinaryPrimitives.ReadUInt16BigEndian(head[5..]),
                        Components(source, offset),
                        exif,
                        profile
                    )
                    : Create(source, offset, 0, 0, 0, exif, profile);
            }

            if (marker == 0xE1 && exif == ExifBlock.None && ReadAfter(source, offset, length, "Exif\0\0"u8, 0) is { } block)
            {
                exif = ExifBlock.Read(block);
            }
            else if (marker == 0xE2 && profile is null && ReadAfter(source, offset, length, "ICC_PROFILE\0"u8, 2) is { } part)
            {
                profile = IccProfile.ReadName(part);
            }

            offset += 2 + length;
        }

        return Create(source, offset, 0, 0, 0, exif, profile);
    }

    private static int Components(ProbeSource source, long offset)
    {
        Span<byte> count = stackalloc byte[1];
        return source.TryRead(offset + 9, count) ? count[0] : 0;
    }

    /// <summary>What follows a segment's name, if it has that name.</summary>
    private static byte[]? ReadAfter(ProbeSource source, long offset, int length, ReadOnlySpan<byte> name, int skip) =>
        length - 2 > name.Length + skip && source.Read(offset + 4, length - 2) is { } segment && segment.AsSpan().StartsWith(name)
            ? segment[(name.Length + skip)..]
            : null;

    private static MediaProbe Create(
        ProbeSource source,
        long offset,
        int width,
        int height,
        int components,
        ExifBlock exif,
        string? profile
    ) =>
        ImageProbe.Create(
            "image/jpeg",
            width,
            height,
            exif.Orientation,
            colorSpace: profile
                ?? (
                    components == 4 ? "CMYK"
                    : exif.IsSrgb ? "sRGB"
                    : null
                ),
            hasUnreadableExif: exif.IsUnreadable
        ) with
        {
            Truncated = EndMarkers.OfJpeg(source, offset),
        };
}
