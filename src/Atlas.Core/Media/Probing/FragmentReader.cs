using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>Adds the samples of a <c>moof</c> box to their tracks.</summary>
internal static class FragmentReader
{
    private const int MostSamples = 100_000;

    public static void Read(BoxReader boxes, Box moof, Movie movie)
    {
        foreach (var traf in boxes.In(moof))
        {
            if (!traf.Is("traf"u8))
            {
                continue;
            }

            MovieTrack? track = null;
            uint sampleTicks = 0;
            foreach (var box in boxes.In(traf))
            {
                if (box.Is("tfhd"u8) && boxes.Read(box, 8) is { } header)
                {
                    track = movie.Find(BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)));
                    sampleTicks = DefaultTicks(boxes, box, header) ?? track?.DefaultSampleTicks ?? 0;
                }
                else if (track is not null && box.Is("trun"u8))
                {
                    ReadRun(boxes, box, track, sampleTicks);
                }
            }
        }
    }

    private static uint? DefaultTicks(BoxReader boxes, Box tfhd, byte[] header)
    {
        var flags = header[3];
        if ((flags & 0x08) == 0)
        {
            return null;
        }

        var skip = 8 + ((flags & 0x01) != 0 ? 8 : 0) + ((flags & 0x02) != 0 ? 4 : 0); // data offset, description
        return boxes.Read(tfhd, 4, skip) is { } ticks ? BinaryPrimitives.ReadUInt32BigEndian(ticks) : null;
    }

    private static void ReadRun(BoxReader boxes, Box trun, MovieTrack track, uint sampleTicks)
    {
        if (
            boxes.Read(trun, 8) is not { } header
            || BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)) is not (<= MostSamples and var samples)
        )
        {
            return;
        }

        var (flags, perSample) = (header[3], header[2]);
        if ((perSample & 0x01) == 0)
        {
            track.Samples += samples;
            track.SampleTicks += (ulong)samples * sampleTicks;
            return;
        }

        // Each sample's fields in this order: duration, size, flags, composition offset.
        var stride = 4 * System.Numerics.BitOperations.PopCount(perSample & 0x0Fu);
        var skip = 8 + ((flags & 0x01) != 0 ? 4 : 0) + ((flags & 0x04) != 0 ? 4 : 0); // data offset, first sample's flags
        if (boxes.Read(trun, (int)samples * stride, skip) is { } fields)
        {
            track.Samples += samples;
            for (var at = 0; at < fields.Length; at += stride)
            {
                track.SampleTicks += BinaryPrimitives.ReadUInt32BigEndian(fields.AsSpan(at));
            }
        }
    }
}
