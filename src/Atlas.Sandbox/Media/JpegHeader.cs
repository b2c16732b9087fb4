using System.Buffers.Binary;

namespace Atlas.Sandbox.Media;

/// <summary>Size of a JPEG from its frame header, with the turn that its EXIF orientation asks for.</summary>
internal readonly record struct JpegHeader(int Width, int Height, bool IsMultiPicture)
{
    public static JpegHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] is not 0xFF || file[1] is not 0xD8)
        {
            return null;
        }

        var turned = false;
        var multiPicture = false;
        var at = 2;
        while (at + 4 <= file.Length)
        {
            if (file[at] is not 0xFF)
            {
                return null;
            }

            var marker = file[at + 1];
            if (marker is 0xFF)
            {
                at++; // fill byte
                continue;
            }

            if (marker is 0xD9 or 0xDA)
            {
                return null; // pixels or the end before any frame header
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length)
            {
                return null;
            }

            var segment = file.Slice(at + 4, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Frame(segment, turned, multiPicture);
            }

            turned |= marker is 0xE1 && segment.StartsWith("Exif\0\0"u8) && IsTurned(segment[6..]);
            multiPicture |= marker is 0xE2 && segment.StartsWith("MPF\0"u8);
            at += 2 + length;
        }

        return null;
    }

    private static JpegHeader? Frame(ReadOnlySpan<byte> segment, bool turned, bool multiPicture)
    {
        if (segment.Length < 6)
        {
            return null;
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        return width is 0 || height is 0 ? null
            : turned ? new JpegHeader(height, width, multiPicture)
            : new JpegHeader(width, height, multiPicture);
    }

    // TIFF: byte order, 42, offset of the first directory; tag 0x0112 is the orientation, 5 to 8 swap the sides.
    private static bool IsTurned(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return false;
        }

        var little = tiff[0] is (byte)'I';
        var directory = U32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return false;
        }

        var entries = U16(tiff[(int)directory..], little);
        for (var i = 0; i < entries; i++)
        {
            var entry = (int)directory + 2 + (i * 12);
            if (entry + 12 > tiff.Length)
            {
                return false;
            }

            if (U16(tiff[entry..], little) is 0x0112)
            {
                return U16(tiff[(entry + 8)..], little) is >= 5 and <= 8;
            }
        }

        return false;
    }

    private static ushort U16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint U32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
