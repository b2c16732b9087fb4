using System.Buffers.Binary;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.IO;

namespace Atlas.Core.Media.Probing;

/// <summary>Renditions without decoding anything: the thumbnail that a camera has put into a JPEG's EXIF block.</summary>
public sealed class EmbeddedRenditions : IImageRenditions
{
    private const int MostSegments = 50;

    /// <summary>EXIF with one tag, 0x0112, whose value stands seventh from the end.</summary>
    private static readonly byte[] s_orientationSegment =
    [
        0xFF,
        0xE1,
        0x00,
        0x22,
        .. "Exif\0\0MM\0*"u8,
        .. (ReadOnlySpan<byte>)[0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0],
    ];

    public ValueTask<Rendition?> MakeAsync(
        MediaProbe probe,
        Stream content,
        RenditionTarget target,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var source = new ProbeSource(content);
        return ValueTask.FromResult(
            target.Region is null
            && probe.ContentType == "image/jpeg"
            && FindExif(source) is { } exif
            && FindThumbnail(exif) is { } thumbnail
            && thumbnail.Length <= target.MaxBytes - s_orientationSegment.Length
                ? new Rendition(Upright(thumbnail, probe.Orientation))
                : null
        );
    }

    private static byte[]? FindExif(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[10];
        long offset = 2;
        for (var i = 0; i < MostSegments && source.TryRead(offset, head) && head[0] == 0xFF; i++)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (head[1] is >= 0xC0 and <= 0xDA || length < 8)
            {
                return null;
            }

            if (head[1] == 0xE1 && head[4..].SequenceEqual("Exif\0\0"u8))
            {
                return source.Read(offset + 10, length - 8);
            }

            offset += 2 + length;
        }

        return null;
    }

    private static byte[]? FindThumbnail(byte[] exif)
    {
        try
        {
            var found = new ExifReader().Extract(new ByteArrayReader(exif)).OfType<ExifThumbnailDirectory>().FirstOrDefault();
            return
                found is not null
                && found.TryGetInt32(ExifThumbnailDirectory.TagThumbnailOffset, out var start)
                && found.TryGetInt32(ExifThumbnailDirectory.TagThumbnailLength, out var length)
                && start > 0
                && length > 4
                && length <= exif.Length - start
                && exif.AsSpan(start, length).StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
                ? exif.AsSpan(start, length).ToArray()
                : null;
        }
        catch (Exception exception) when (ExifBlock.IsBroken(exception))
        {
            return null; // a file without a poster is no fault
        }
    }

    /// <summary>A thumbnail lies as its picture does, and does not say so itself.</summary>
    private static byte[] Upright(byte[] thumbnail, int? orientation)
    {
        if (orientation is null or 1)
        {
            return thumbnail;
        }

        byte[] upright = [.. thumbnail.AsSpan(0, 2), .. s_orientationSegment, .. thumbnail.AsSpan(2)];
        upright[2 + s_orientationSegment.Length - 7] = (byte)orientation.Value;
        return upright;
    }
}
