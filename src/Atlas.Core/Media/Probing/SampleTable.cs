using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>Reads of a <c>stbl</c> box what the samples are and how many there are for how long.</summary>
internal static class SampleTable
{
    private const int MostTimes = 100_000;
    private const int MostChunks = 100_000_000;

    public static void Read(BoxReader boxes, Box stbl, MovieTrack track)
    {
        foreach (var box in boxes.In(stbl))
        {
            if (box.Is("stsd"u8))
            {
                ReadEntry(boxes, box, track);
            }
            else if (box.Is("stts"u8))
            {
                ReadTimes(boxes, box, track);
            }
            else if (box.Is("stsz"u8) && track.Samples == 0 && boxes.Read(box, 4, skip: 8) is { } count)
            {
                track.Samples = BinaryPrimitives.ReadUInt32BigEndian(count);
            }
            else if (box.Is("stco"u8))
            {
                ReadLastChunk(boxes, box, sizeof(uint), track);
            }
            else if (box.Is("co64"u8))
            {
                ReadLastChunk(boxes, box, sizeof(ulong), track);
            }
        }
    }

    /// <summary>The first and the last of the offsets: writers list them in the file's order.</summary>
    private static void ReadLastChunk(BoxReader boxes, Box box, int width, MovieTrack track)
    {
        if (
            boxes.Read(box, 4, skip: 4) is not { } head
            || BinaryPrimitives.ReadUInt32BigEndian(head) is not (> 0 and <= MostChunks and var chunks)
        )
        {
            return;
        }

        foreach (var index in (int[])[0, (int)chunks - 1])
        {
            if (boxes.Read(box, width, skip: 8 + (index * width)) is { } offset)
            {
                track.LastChunk = Math.Max(
                    track.LastChunk,
                    width == sizeof(uint)
                        ? BinaryPrimitives.ReadUInt32BigEndian(offset)
                        : (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(offset), long.MaxValue)
                );
            }
        }
    }

    private static void ReadEntry(BoxReader boxes, Box stsd, MovieTrack track)
    {
        if (!boxes.TryRead(stsd.Content + 8, stsd.End, out var entry))
        {
            return;
        }

        track.Codec = Box.NameOf(entry.Type)?.Trim();
        if (track.Handler == "vide" && (track.Width == 0 || track.Height == 0) && boxes.Read(entry, 4, skip: 24) is { } size)
        {
            track.Width = BinaryPrimitives.ReadUInt16BigEndian(size);
            track.Height = BinaryPrimitives.ReadUInt16BigEndian(size.AsSpan(2));
        }
        else if (track.Handler == "soun" && boxes.Read(entry, 20, skip: 8) is { } sound)
        {
            ReadSound(boxes, entry, sound, track);
            if (track.Codec == "mp4a" && AacConfig.Find(boxes, entry, BinaryPrimitives.ReadUInt16BigEndian(sound)) is { } config)
            {
                // Encoders write 2 channels into the entry whatever there are, and a rate of 96 kHz has no room in it.
                track.Channels = config.Channels ?? track.Channels;
                track.SampleRate ??= config.SampleRate;
            }
        }
    }

    private static void ReadSound(BoxReader boxes, Box entry, byte[] sound, MovieTrack track)
    {
        var quickTimeVersion = BinaryPrimitives.ReadUInt16BigEndian(sound);
        if (quickTimeVersion == 2)
        {
            if (boxes.Read(entry, 12, skip: 32) is { } precise)
            {
                var rate = BinaryPrimitives.ReadDoubleBigEndian(precise);
                track.SampleRate = rate is > 0 and < 10_000_000 ? (int)rate : null;
                track.Channels = Positive(BinaryPrimitives.ReadUInt32BigEndian(precise.AsSpan(8)));
            }

            return;
        }

        track.Channels = Positive(BinaryPrimitives.ReadUInt16BigEndian(sound.AsSpan(8)));
        track.SampleRate = Positive(BinaryPrimitives.ReadUInt32BigEndian(sound.AsSpan(16)) >> 16);
    }

    private static int? Positive(uint value) => value is > 0 and < 10_000_000 ? (int)value : null;

    /// <summary>Pairs of a count and the ticks of each: constant rates have one pair.</summary>
    private static void ReadTimes(BoxReader boxes, Box box, MovieTrack track)
    {
        if (
            boxes.Read(box, 4, skip: 4) is not { } head
            || BinaryPrimitives.ReadUInt32BigEndian(head) is not (> 0 and <= MostTimes and var pairs)
        )
        {
            return; // none, or so many that the header's duration has to do
        }

        if (boxes.Read(box, (int)pairs * 8, skip: 8) is not { } times)
        {
            return;
        }

        ulong samples = 0;
        ulong ticks = 0;
        for (var at = 0; at < times.Length; at += 8)
        {
            ulong count = BinaryPrimitives.ReadUInt32BigEndian(times.AsSpan(at));
            samples += count;
            ticks += count * BinaryPrimitives.ReadUInt32BigEndian(times.AsSpan(at + 4)); // wraps for nonsense, which stays nonsense
        }

        track.Samples = samples;
        track.SampleTicks = ticks;
    }
}
