using System.Buffers.Binary;

namespace Atlas.Core.Media.Probing;

/// <summary>What the <c>moov</c> box says.</summary>
internal sealed class Movie
{
    private const int MostTracks = 64;

    public List<MovieTrack> Tracks { get; } = [];

    public uint Timescale { get; private set; }

    public ulong Duration { get; private set; }

    /// <summary>Whether it announces fragments.</summary>
    public bool IsFragmented { get; private set; }

    /// <summary>False where the box breaks off, so that a track may be missing.</summary>
    public bool IsWhole { get; private init; }

    public double? Seconds => Timescale > 0 && Duration > 0 ? (double)Duration / Timescale : null;

    public static Movie Read(BoxReader boxes, Box moov)
    {
        var movie = new Movie { IsWhole = !moov.IsCut };
        foreach (var box in boxes.In(moov))
        {
            if (box.Is("mvhd"u8) && MovieTimes.Read(boxes, box) is { } times)
            {
                (movie.Timescale, movie.Duration) = times;
            }
            else if (box.Is("trak"u8) && movie.Tracks.Count < MostTracks)
            {
                movie.Tracks.Add(TrackReader.Read(boxes, box));
            }
            else if (box.Is("mvex"u8))
            {
                movie.IsFragmented = true;
                movie.ReadFragmentDefaults(boxes, box);
            }
        }

        return movie;
    }

    public MovieTrack? Find(uint trackId) => Tracks.Find(track => track.Id == trackId);

    public MovieTrack? First(string handler) => Tracks.Find(track => track.Handler == handler);

    private void ReadFragmentDefaults(BoxReader boxes, Box mvex)
    {
        foreach (var box in boxes.In(mvex))
        {
            if (box.Is("mehd"u8) && boxes.Read(box, 1) is [var version])
            {
                var wide = version == 1 ? boxes.Read(box, 8, skip: 4) : null;
                var narrow = version == 1 ? null : boxes.Read(box, 4, skip: 4);
                Duration = Math.Max(
                    Duration,
                    wide is not null ? BinaryPrimitives.ReadUInt64BigEndian(wide)
                        : narrow is not null ? BinaryPrimitives.ReadUInt32BigEndian(narrow)
                        : 0
                );
            }
            else if (
                box.Is("trex"u8)
                && boxes.Read(box, 12, skip: 4) is { } trex
                && Find(BinaryPrimitives.ReadUInt32BigEndian(trex)) is { } track
            )
            {
                track.DefaultSampleTicks = BinaryPrimitives.ReadUInt32BigEndian(trex.AsSpan(8));
            }
        }
    }
}
