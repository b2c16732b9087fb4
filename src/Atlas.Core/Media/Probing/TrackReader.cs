using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>Reads a <c>trak</c> box: header, edits, media header, handler and sample table.</summary>
internal static class TrackReader
{
    private const double Fixed = 65536;

    public static MovieTrack Read(BoxReader boxes, Box trak)
    {
        var track = new MovieTrack();
        foreach (var box in boxes.In(trak))
        {
            if (box.Is("tkhd"u8))
            {
                ReadHeader(boxes, box, track);
            }
            else if (box.Is("edts"u8) && boxes.Find(box, "elst"u8) is { } edits)
            {
                track.HasEditList = boxes.Read(edits, 8) is { } head && BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)) > 0;
            }
            else if (box.Is("mdia"u8))
            {
                ReadMedia(boxes, box, track);
            }
        }

        return track;
    }

    private static void ReadHeader(BoxReader boxes, Box box, MovieTrack track)
    {
        if (boxes.Read(box, 1) is not [var version])
        {
            return;
        }

        var times = version == 1 ? 32 : 20; // times, id and duration: 64 or 32 bits wide
        if (boxes.Read(box, 4, skip: version == 1 ? 20 : 12) is { } id)
        {
            track.Id = BinaryPrimitives.ReadUInt32BigEndian(id);
        }

        if (boxes.Read(box, 44, skip: 4 + times + 16) is { } rest)
        {
            track.Rotation = Rotation(rest);
            track.Width = Pixels(rest.AsSpan(36));
            track.Height = Pixels(rest.AsSpan(40));
        }
    }

    private static int Pixels(ReadOnlySpan<byte> bytes) => (int)Math.Round(BinaryPrimitives.ReadUInt32BigEndian(bytes) / Fixed);

    /// <summary>The matrix's first two rows turn a point; anything but quarter turns is for effect.</summary>
    private static int? Rotation(ReadOnlySpan<byte> matrix) =>
        (Sign(matrix), Sign(matrix[4..]), Sign(matrix[12..]), Sign(matrix[16..])) switch
        {
            (1, 0, 0, 1) => 0,
            (0, 1, -1, 0) => 90,
            (-1, 0, 0, -1) => 180,
            (0, -1, 1, 0) => 270,
            _ => null,
        };

    private static int Sign(ReadOnlySpan<byte> value) => Math.Sign(BinaryPrimitives.ReadInt32BigEndian(value));

    private static void ReadMedia(BoxReader boxes, Box mdia, MovieTrack track)
    {
        Box? table = null;
        foreach (var box in boxes.In(mdia))
        {
            if (box.Is("mdhd"u8))
            {
                ReadMediaHeader(boxes, box, track);
            }
            else if (box.Is("hdlr"u8) && boxes.Read(box, 4, skip: 8) is { } handler)
            {
                track.Handler = Box.NameOf(BinaryPrimitives.ReadUInt32BigEndian(handler));
            }
            else if (box.Is("minf"u8))
            {
                table = boxes.Find(box, "stbl"u8);
            }
        }

        if (table is { } stbl)
        {
            SampleTable.Read(boxes, stbl, track); // after the handler, which tells how to read an entry
        }
    }

    private static void ReadMediaHeader(BoxReader boxes, Box box, MovieTrack track)
    {
        if (MovieTimes.Read(boxes, box) is { } times)
        {
            track.Timescale = times.Timescale;
            track.HeaderDuration = times.Duration;
        }
    }
}

/// <summary>Time scale and duration, which <c>mvhd</c> and <c>mdhd</c> have in the same place.</summary>
internal static class MovieTimes
{
    public static (uint Timescale, ulong Duration)? Read(BoxReader boxes, Box box)
    {
        if (boxes.Read(box, 1) is [1])
        {
            return boxes.Read(box, 12, skip: 20) is { } wide
                ? (
                    BinaryPrimitives.ReadUInt32BigEndian(wide),
                    Known(BinaryPrimitives.ReadUInt64BigEndian(wide.AsSpan(4)), ulong.MaxValue)
                )
                : null;
        }

        return boxes.Read(box, 8, skip: 12) is { } times
            ? (
                BinaryPrimitives.ReadUInt32BigEndian(times),
                Known(BinaryPrimitives.ReadUInt32BigEndian(times.AsSpan(4)), uint.MaxValue)
            )
            : null;
    }

    /// <summary>All ones is how a file says that it doesn't know.</summary>
    private static ulong Known(ulong duration, ulong unknown) => duration == unknown ? 0 : duration;
}
