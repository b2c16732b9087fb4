using System.Buffers.Binary;
using System.Text;

namespace Atlas.Sandbox.Media;

/// <summary>Reads the content of a <c>moov</c> box. Anything that doesn't fit its box ends the reading of that box, not of the file.</summary>
internal static class MovieBox
{
    private const int MaxDepth = 8;

    public static VideoFacts? Read(ReadOnlySpan<byte> moov)
    {
        var duration = TimeSpan.Zero;
        Track? video = null;
        Track? audio = null;
        var editList = false;
        var fragmented = false;
        foreach (var box in new Boxes(moov))
        {
            if (box.Is("mvhd"u8))
            {
                duration = Duration(box.Content);
            }
            else if (box.Is("mvex"u8))
            {
                fragmented = true;
            }
            else if (box.Is("trak"u8))
            {
                var track = ReadTrack(box.Content);
                editList |= track.HasEditList;
                video ??= track.Handler is "vide" ? track : null;
                audio ??= track.Handler is "soun" ? track : null;
            }
        }

        return video is null
            ? null
            : new VideoFacts
            {
                Duration = duration > TimeSpan.Zero ? duration : video.Duration,
                Width = video.Width,
                Height = video.Height,
                VideoCodec = video.Codec,
                FramesPerSecond = video.Duration > TimeSpan.Zero ? video.Samples / video.Duration.TotalSeconds : 0,
                AudioCodec = audio?.Codec,
                AudioRate = audio?.Rate ?? 0,
                AudioChannels = audio?.Channels ?? 0,
                HasEditList = editList,
                IsFragmented = fragmented,
            };
    }

    private static Track ReadTrack(ReadOnlySpan<byte> trak)
    {
        var track = new Track();
        Walk(trak, track, depth: 0);
        return track;
    }

    private static void Walk(ReadOnlySpan<byte> content, Track track, int depth)
    {
        foreach (var box in new Boxes(content))
        {
            var body = box.Content;
            if (box.Is("edts"u8) || box.Is("mdia"u8) || box.Is("minf"u8) || box.Is("stbl"u8))
            {
                if (depth < MaxDepth) // a file may nest boxes without end
                {
                    Walk(body, track, depth + 1);
                }
            }
            else if (box.Is("elst"u8))
            {
                track.HasEditList = true;
            }
            else if (box.Is("mdhd"u8))
            {
                track.Duration = Duration(body);
            }
            else if (box.Is("hdlr"u8) && body.Length >= 12 && track.Handler.Length is 0)
            {
                track.Handler = Encoding.ASCII.GetString(body.Slice(8, 4));
            }
            else if (box.Is("stsd"u8) && body.Length >= 16)
            {
                ReadSampleEntry(body[8..], track);
            }
            else if (box.Is("stts"u8) && body.Length >= 8)
            {
                track.Samples = CountSamples(body);
            }
        }
    }

    private static void ReadSampleEntry(ReadOnlySpan<byte> entry, Track track)
    {
        track.Codec = Encoding.ASCII.GetString(entry.Slice(4, 4));
        if (track.Handler is "vide" && entry.Length >= 36)
        {
            track.Width = BinaryPrimitives.ReadUInt16BigEndian(entry[32..]);
            track.Height = BinaryPrimitives.ReadUInt16BigEndian(entry[34..]);
        }
        else if (track.Handler is "soun" && entry.Length >= 36)
        {
            track.Channels = BinaryPrimitives.ReadUInt16BigEndian(entry[24..]);
            track.Rate = BinaryPrimitives.ReadUInt16BigEndian(entry[32..]); // the whole part of 16.16
        }
    }

    private static long CountSamples(ReadOnlySpan<byte> stts)
    {
        var entries = BinaryPrimitives.ReadUInt32BigEndian(stts[4..]);
        long samples = 0;
        for (long i = 0; i < entries && 8 + ((i + 1) * 8) <= stts.Length; i++)
        {
            samples += BinaryPrimitives.ReadUInt32BigEndian(stts[(int)(8 + (i * 8))..]);
        }

        return samples;
    }

    // mvhd and mdhd share the layout of their times: version 1 has 64-bit times and duration.
    private static TimeSpan Duration(ReadOnlySpan<byte> header)
    {
        if (header.Length < 20 || (header[0] is 1 && header.Length < 32))
        {
            return TimeSpan.Zero;
        }

        var scale = BinaryPrimitives.ReadUInt32BigEndian(header[(header[0] is 1 ? 20 : 12)..]);
        double units = header[0] is 1
            ? BinaryPrimitives.ReadUInt64BigEndian(header[24..])
            : BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        var seconds = scale is 0 ? 0 : units / scale;
        return seconds < TimeSpan.FromDays(365).TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
    }

    private sealed class Track
    {
        public string Handler = "";
        public string Codec = "";
        public TimeSpan Duration;
        public long Samples;
        public int Width;
        public int Height;
        public int Channels;
        public int Rate;
        public bool HasEditList;
    }
}
