using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>
/// Tells pictures that break off behind their header, which all else about them hides. What is too long to be looked through
/// counts as whole: only what is known to be missing is said.
/// </summary>
internal static class EndMarkers
{
    private const int Window = 64 << 10;
    private const int MostParts = 100_000;

    /// <param name="offset">Of a segment before the scan.</param>
    public static string? OfJpeg(ProbeSource source, long offset) =>
        EndsWith(source, [0xFF, 0xD9]) || HasEnd(source, offset) is not false
            ? null
            : $"a JPEG ends with the marker FFD9, and there is none in its {source.Length} bytes";

    public static string? OfPng(ProbeSource source)
    {
        if (EndsWith(source, [.. "IEND"u8, 0xAE, 0x42, 0x60, 0x82]))
        {
            return null;
        }

        Span<byte> head = stackalloc byte[8];
        long offset = 8;
        for (var i = 0; i < MostParts && source.TryRead(offset, head); i++)
        {
            if (head[4..].SequenceEqual("IEND"u8))
            {
                return null;
            }

            offset += 12L + BinaryPrimitives.ReadUInt32BigEndian(head);
        }

        return source.IsSpent || offset < source.Length - 8
            ? null
            : $"a PNG ends with an IEND chunk, and there is none in its {source.Length} bytes";
    }

    public static string? OfWebP(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[8];
        return
            source.TryRead(0, head)
            && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is var claimed
            && claimed + 8L > source.Length + 1
            ? $"its header announces {claimed + 8L} bytes, and there are {source.Length}"
            : null;
    }

    /// <summary>With some padding behind it, as cameras leave it.</summary>
    private static bool EndsWith(ProbeSource source, ReadOnlySpan<byte> marker)
    {
        Span<byte> tail = stackalloc byte[64];
        tail = tail[..source.ReadUpTo(Math.Max(0, source.Length - tail.Length), tail)];
        return tail.TrimEnd((ReadOnlySpan<byte>)[0, (byte)'\r', (byte)'\n']).EndsWith(marker);
    }

    /// <returns>Null where it can't be told.</returns>
    private static bool? HasEnd(ProbeSource source, long offset)
    {
        Span<byte> head = stackalloc byte[4];
        for (var i = 0; i < MostParts; i++)
        {
            var count = source.ReadUpTo(offset, head);
            if (count < 2)
            {
                return source.IsSpent ? null : false;
            }

            if (head[0] != 0xFF)
            {
                return null;
            }

            switch (head[1])
            {
                case 0xD9:
                    return true;
                case 0xFF:
                    offset++;
                    continue;
                case 0x01 or (>= 0xD0 and <= 0xD7):
                    offset += 2;
                    continue;
            }

            if (count < 4)
            {
                return source.IsSpent ? null : false;
            }

            offset += 2 + BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (head[1] == 0xDA)
            {
                if (FindMarker(source, offset) is not { } next)
                {
                    return source.IsSpent ? null : false;
                }

                offset = next;
            }
        }

        return null;
    }

    /// <summary>Looks through a scan's data: in it FF is followed by 00, by a restart marker, or by the next segment.</summary>
    private static long? FindMarker(ProbeSource source, long offset)
    {
        var window = new byte[Window];
        while (source.ReadUpTo(offset, window) is > 1 and var count)
        {
            var at = 0;
            while (window.AsSpan(at, count - 1 - at).IndexOf((byte)0xFF) is >= 0 and var found)
            {
                at += found;
                if (window[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
                {
                    return offset + at;
                }

                at++;
            }

            offset += count - 1; // the last byte may be the first half of a marker
        }

        return null;
    }
}
