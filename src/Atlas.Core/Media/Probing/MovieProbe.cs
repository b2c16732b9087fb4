namespace Atlas.Core.Media.Probing;

/// <summary>Probes an MP4 or QuickTime file by its boxes; the media data itself is never read.</summary>
internal static class MovieProbe
{
    /// <summary>A fragmented file has two for each fragment.</summary>
    private const int MostBoxes = 20_000;

    private static readonly double s_longest = TimeSpan.FromDays(365).TotalSeconds;

    /// <returns>Null where it is no movie, or one without a picture.</returns>
    public static MediaProbe? Read(ProbeSource source, ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
        {
            return null;
        }

        var hasType = head.Slice(4, 4).SequenceEqual("ftyp"u8);
        return hasType && !IsMovieBrand(head.Slice(8, 4)) || !hasType && !IsFirstBox(head.Slice(4, 4))
            ? null
            : Read(source, hasType, !hasType || head.Slice(8, 4).SequenceEqual("qt  "u8) ? "video/quicktime" : "video/mp4");
    }

    private static MediaProbe? Read(ProbeSource source, bool hasType, string contentType)
    {
        var boxes = new BoxReader(source);
        Movie? movie = null;
        bool? moovFirst = null;
        var hasData = false;
        var hasFragments = false;
        string? cut = null;
        long end = 0;
        foreach (var box in boxes.Between(0, source.Length, MostBoxes))
        {
            end = box.End;
            if (box.IsCut && (box.Is("moov"u8) || box.Is("mdat"u8) || box.Is("moof"u8)))
            {
                cut = $"its box {Box.NameOf(box.Type)} goes on behind the end of its {source.Length} bytes";
            }

            if (box.Is("moov"u8) && movie is null)
            {
                movie = Movie.Read(boxes, box);
                moovFirst = !hasData;
            }
            else if (box.Is("mdat"u8))
            {
                hasData = true;
            }
            else if (box.Is("moof"u8) && movie is not null)
            {
                hasFragments = true;
                FragmentReader.Read(boxes, box, movie);
            }
        }

        var isWhole = end == source.Length && movie is { IsWhole: true };
        if (movie is { IsWhole: true } && movie.First("vide") is null || movie is null && !hasType)
        {
            return null; // sound only, or no file of this kind after all
        }

        if (movie?.Tracks.Find(track => track.LastChunk >= source.Length) is { } beyond)
        {
            cut ??= $"its index points to byte {beyond.LastChunk}, and there are {source.Length}";
        }

        return Create(source, contentType, movie, moovFirst, hasFragments, isWhole) with
        {
            Truncated = cut,
        };
    }

    private static MediaProbe Create(
        ProbeSource source,
        string contentType,
        Movie? movie,
        bool? moovFirst,
        bool hasFragments,
        bool isWhole
    )
    {
        var video = movie?.First("vide");
        var audio = movie?.First("soun");
        var size = video is { Width: > 0, Height: > 0 } ? video : null;
        var isOnItsSide = video?.Rotation is 90 or 270;
        var isFragmented = movie is null ? (bool?)null : movie.IsFragmented || hasFragments;

        // Where a fragmented file breaks off, the samples seen are not all of it; its header may still know.
        var seconds = movie?.Seconds ?? (isFragmented is true && !isWhole ? null : video?.Seconds);
        var duration = seconds is > 0 && seconds < s_longest ? TimeSpan.FromSeconds(seconds.Value) : (TimeSpan?)null;
        var probe = new MediaProbe
        {
            Kind = MediaKind.Video,
            ContentType = contentType,
            Width = isOnItsSide ? size?.Height : size?.Width,
            Height = isOnItsSide ? size?.Width : size?.Height,
            Orientation = video?.Rotation,
            Duration = duration,
            VideoCodec = video?.Codec,
            FrameRate = video?.SamplesPerSecond is > 0 and < 10_000 and var rate ? Math.Round(rate, 3) : null,
            BitRate =
                duration is { TotalSeconds: > 0.001 } known && isWhole ? (long)(source.Length * 8 / known.TotalSeconds) : null,
            HasAudio =
                audio is not null ? true
                : movie is { IsWhole: true } ? false
                : null,
            AudioCodec = audio?.Codec,
            AudioChannels = audio?.Channels,
            AudioSampleRate = audio?.SampleRate,
            MoovFirst = moovFirst,
            Fragmented = isFragmented,
            HasEditList =
                movie is { IsWhole: true } || movie?.Tracks.Exists(track => track.HasEditList) is true
                    ? movie.Tracks.Exists(track => track.HasEditList)
                    : null,
        };
        return probe with { NotProbed = [.. Missing(probe)] };
    }

    private static IEnumerable<string> Missing(MediaProbe probe)
    {
        (string Name, bool IsMissing)[] values =
        [
            ("width", probe.Width is null),
            ("height", probe.Height is null),
            ("duration", probe.Duration is null),
            ("videoCodec", probe.VideoCodec is null),
            ("frameRate", probe.FrameRate is null),
            ("bitRate", probe.BitRate is null),
            ("hasAudio", probe.HasAudio is null),
            ("audioCodec", probe.HasAudio is true && probe.AudioCodec is null),
            ("audioChannels", probe.HasAudio is true && probe.AudioChannels is null),
            ("audioSampleRate", probe.HasAudio is true && probe.AudioSampleRate is null),
            ("moovFirst", probe.MoovFirst is null),
            ("fragmented", probe.Fragmented is null),
            ("hasEditList", probe.HasEditList is null),
        ];
        return from value in values where value.IsMissing select value.Name;
    }

    /// <summary>Still pictures (HEIF, AVIF) and sound have brands of their own.</summary>
    private static bool IsMovieBrand(ReadOnlySpan<byte> brand) =>
        !(
            brand.StartsWith("hei"u8)
            || brand.StartsWith("hev"u8)
            || brand.StartsWith("mif"u8)
            || brand.StartsWith("msf"u8)
            || brand.StartsWith("avi"u8)
            || brand.StartsWith("M4A"u8)
            || brand.StartsWith("M4B"u8)
            || brand.StartsWith("crx"u8)
        );

    /// <summary>QuickTime files from before there was a file type start with one of these.</summary>
    private static bool IsFirstBox(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("moov"u8)
        || type.SequenceEqual("mdat"u8)
        || type.SequenceEqual("wide"u8)
        || type.SequenceEqual("free"u8)
        || type.SequenceEqual("skip"u8)
        || type.SequenceEqual("pnot"u8);
}
