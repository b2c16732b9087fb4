using System.Buffers.Binary;
using System.Text;

namespace Atlas.Sandbox.Tests;

/// <summary>Files made or bent for one rule each.</summary>
internal static class TestMedia
{
    /// <summary>The headers of a JPEG; no pixels follow.</summary>
    public static byte[] Jpeg(int width, int height, int? orientation = null, bool isMultiPicture = false)
    {
        var file = new List<byte> { 0xFF, 0xD8 };
        if (orientation is { } turn)
        {
            Segment(file, 0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)turn, 0, 0, 0]);
        }

        if (isMultiPicture)
        {
            Segment(file, 0xE2, [.. "MPF\0"u8, 0, 0]);
        }

        Segment(file, 0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    public static byte[] WithDuration(byte[] mp4, double seconds)
    {
        var bent = mp4.ToArray();
        var header = Find(bent, "mvhd") + 4;
        var scale = BinaryPrimitives.ReadUInt32BigEndian(bent.AsSpan(header + 12));
        BinaryPrimitives.WriteUInt32BigEndian(bent.AsSpan(header + 16), (uint)(seconds * scale));
        return bent;
    }

    public static byte[] WithCodec(byte[] mp4, string codec)
    {
        var bent = mp4.ToArray();
        Encoding.ASCII.GetBytes(codec).CopyTo(bent, Find(bent, "avc1", Find(bent, "stsd")));
        return bent;
    }

    /// <summary>The same boxes with the index at the end, as cameras write it.</summary>
    public static byte[] MoovLast(byte[] mp4)
    {
        var boxes = new List<byte[]>();
        for (var at = 0; at < mp4.Length; )
        {
            var size = (int)BinaryPrimitives.ReadUInt32BigEndian(mp4.AsSpan(at));
            boxes.Add(mp4[at..(at + size)]);
            at += size;
        }

        return [.. boxes.OrderBy(box => Encoding.ASCII.GetString(box, 4, 4) is "moov").SelectMany(box => box)];
    }

    private static int Find(byte[] file, string text, int from = 0)
    {
        var at = file.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(text));
        Assert.True(at >= 0, $"{text} isn't in the file.");
        return from + at;
    }

    private static void Segment(List<byte> file, byte marker, byte[] content) =>
        file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);
}
