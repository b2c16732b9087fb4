using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.IO;

namespace Atlas.Core.Media.Probing;

/// <summary>What the EXIF block of an image says that matters for showing it.</summary>
internal sealed record ExifBlock(int? Orientation, bool IsSrgb, bool IsUnreadable)
{
    public static ExifBlock None { get; } = new(null, IsSrgb: false, IsUnreadable: false);

    /// <param name="tiff">The block from its byte-order mark on.</param>
    public static ExifBlock Read(byte[] tiff)
    {
        try
        {
            var directories = new ExifReader().Extract(new ByteArrayReader(tiff));
            var ifd0 = directories.OfType<ExifIfd0Directory>().FirstOrDefault();
            var details = directories.OfType<ExifSubIfdDirectory>().FirstOrDefault();
            return new ExifBlock(
                ifd0 is not null
                && ifd0.TryGetInt32(ExifDirectoryBase.TagOrientation, out var orientation)
                && orientation is >= 1 and <= 8
                    ? orientation
                    : null,
                details is not null && details.TryGetInt32(ExifDirectoryBase.TagColorSpace, out var space) && space == 1,
                IsUnreadable: ifd0 is null
            );
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            return None with { IsUnreadable = true };
        }
    }

    /// <summary>The reader's ways to say that a block is broken.</summary>
    internal static bool IsBroken(Exception exception) =>
        exception
            is MetadataException
                or ImageProcessingException
                or IOException
                or ArgumentException
                or ArithmeticException
                or IndexOutOfRangeException;
}
