using System.Buffers.Binary;

namespace Atlas.Sandbox.Media;

/// <summary>Finds the <c>ftyp</c> and <c>moov</c> boxes of a seekable MP4 or QuickTime file and reads its facts.</summary>
internal static class Mp4File
{
    private const int MaxMoovBytes = 64 << 20;

    /// <summary>Null when the stream isn't an MP4 or QuickTime file with a video track.</summary>
    public static VideoFacts? Read(Stream file)
    {
        Span<byte> header = stackalloc byte[16];
        byte[]? moov = null;
        var sawFileType = false;
        var sawMediaData = false;
        var moovFirst = false;
        long at = 0;
        while (at + 8 <= file.Length)
        {
            file.Position = at;
            var read = file.ReadAtLeast(header, 8, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            var type = header.Slice(4, 4);
            var headerSize = 8;
            if (size is 1 && read >= 16)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
                headerSize = 16;
            }
            else if (size is 0)
            {
                size = file.Length - at;
            }

            if (size < headerSize || size > file.Length - at)
            {
                return null; // not a box, or cut off
            }

            if (type.SequenceEqual("ftyp"u8))
            {
                sawFileType = true;
            }
            else if (type.SequenceEqual("mdat"u8))
            {
                sawMediaData = true;
            }
            else if (type.SequenceEqual("moov"u8) && size <= MaxMoovBytes)
            {
                moovFirst = !sawMediaData;
                moov = new byte[size - headerSize];
                file.Position = at + headerSize;
                file.ReadExactly(moov);
            }
            else if (at is 0 && !IsKnownFirst(type))
            {
                return null;
            }

            at += size;
        }

        // Old QuickTime files have no ftyp; they are recognised by their moov.
        return moov is null || !sawMediaData || (!sawFileType && !moovFirst) ? null
            : MovieBox.Read(moov) is { } facts ? facts with { MoovFirst = moovFirst }
            : null;
    }

    private static bool IsKnownFirst(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("wide"u8)
        || type.SequenceEqual("free"u8)
        || type.SequenceEqual("skip"u8)
        || type.SequenceEqual("moov"u8);
}
