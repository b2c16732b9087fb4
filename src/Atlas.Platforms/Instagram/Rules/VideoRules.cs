using Atlas.Core.Media;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>Reels, videos of stories and of carousels. A carousel's videos have no numbers of their own and follow a reel's.</summary>
internal static class VideoRules
{
    private const long MostBytesOfReel = 300L << 20;
    private const long MostBytesOfStory = 100L << 20;
    private const int MostColumns = 1920;
    private const long MostBitRate = 25_000_000;
    private const double LeastFrameRate = 23;
    private const double MostFrameRate = 60;

    /// <summary>A measured average is never exactly the nominal rate.</summary>
    private const double FrameRateTolerance = 0.1;

    /// <summary>Encoders end a file some frames late: a clip of 60 s says 60.05 s.</summary>
    private static readonly TimeSpan s_durationTolerance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longestReel = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longestStory = TimeSpan.FromSeconds(60);

    public static void Check(MediaPlace place, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType is not ("video/mp4" or "video/quicktime"))
        {
            findings.Error(
                place.Field,
                "video.format",
                "Instagram takes MP4 and MOV videos: export it as MP4.",
                "video/mp4, video/quicktime",
                probe.ContentType
            );
        }

        var mostBytes = place.IsStory ? MostBytesOfStory : MostBytesOfReel;
        if (asset.SizeBytes > mostBytes)
        {
            findings.Error(
                place.Field,
                "video.size",
                "The video file is too large: export it smaller.",
                Units.Megabytes(mostBytes),
                Units.Megabytes(asset.SizeBytes)
            );
        }

        CheckDuration(place, probe, findings);
        CheckPicture(place, probe, findings);
        CheckSound(place, probe, findings);
        CheckContainer(place, probe, findings);
        foreach (var name in probe.NotProbed)
        {
            findings.Warn(place.Field, "video.unprobed", $"The video's {name} could not be checked.", actual: name);
        }
    }

    private static void CheckDuration(MediaPlace place, MediaProbe probe, NetworkFindings findings)
    {
        var longest = place.IsStory ? s_longestStory : s_longestReel;
        if (
            probe.Duration is { } duration
            && (duration < s_shortest - s_durationTolerance || duration > longest + s_durationTolerance)
        )
        {
            findings.Error(
                place.Field,
                "video.duration",
                duration < s_shortest ? "The video is too short." : "The video is too long: cut it.",
                $"{Units.Seconds(s_shortest)} to {Units.Seconds(longest)}",
                Units.Seconds(duration)
            );
        }
    }

    private static void CheckPicture(MediaPlace place, MediaProbe probe, NetworkFindings findings)
    {
        if (probe.VideoCodec is { } codec && codec is not ("avc1" or "avc3" or "hvc1" or "hev1"))
        {
            findings.Error(
                place.Field,
                "video.codec",
                "Instagram takes H.264 and HEVC video: export it as H.264.",
                "avc1, avc3, hvc1, hev1",
                codec,
                InstagramPages.ErrorPage
            );
        }

        if (probe.Width is > MostColumns)
        {
            findings.Error(
                place.Field,
                "video.width",
                "The video is too wide: scale it down.",
                $"{MostColumns} pixels",
                $"{probe.Width}"
            );
        }

        if (probe.AspectRatio is { } ratio)
        {
            CheckShape(place, ratio, findings);
        }

        if (
            probe.FrameRate is { } rate
            && (rate < LeastFrameRate - FrameRateTolerance || rate > MostFrameRate + FrameRateTolerance)
        )
        {
            findings.Error(
                place.Field,
                "video.frame-rate",
                "The video's frame rate is out of range: export it with 30 frames per second.",
                "23 to 60 frames per second",
                $"{rate:0.##}"
            );
        }

        if (probe.BitRate is > MostBitRate)
        {
            findings.Error(
                place.Field,
                "video.bit-rate",
                "The video's bit rate is too high: export it with less.",
                "25 Mbit/s",
                $"{probe.BitRate / 1e6:0.#} Mbit/s"
            );
        }
    }

    private static void CheckShape(MediaPlace place, double ratio, NetworkFindings findings)
    {
        if (place.IsStory && ratio is < 0.1 or > 10)
        {
            findings.Error(
                place.Field,
                "video.ratio",
                "The video is too tall or too wide: crop it.",
                "0.1:1 to 10:1",
                Units.Ratio(ratio)
            );
        }
        else if (ratio is < 0.01 or > 10)
        {
            findings.Error(
                place.Field,
                "video.ratio",
                "The video is too tall or too wide: crop it.",
                "0.01:1 to 10:1",
                Units.Ratio(ratio)
            );
        }
        else if (!place.IsCarouselItem)
        {
            Units.WarnUnlessUpright(place, ratio, findings);
        }
    }

    private static void CheckSound(MediaPlace place, MediaProbe probe, NetworkFindings findings)
    {
        if (probe.AudioCodec is { } codec && codec != "mp4a")
        {
            findings.Error(
                place.Field,
                "video.audio-codec",
                "Instagram takes AAC sound only: export it with AAC.",
                "mp4a",
                codec
            );
        }

        if (probe.AudioSampleRate is > 48_000)
        {
            findings.Error(
                place.Field,
                "video.audio-rate",
                "The sound's sample rate is too high: export it with 48 kHz.",
                "48000 Hz",
                $"{probe.AudioSampleRate}"
            );
        }

        if (probe.AudioChannels is > 2)
        {
            findings.Error(
                place.Field,
                "video.audio-channels",
                "Instagram takes mono and stereo sound: mix it down.",
                "1 or 2 channels",
                $"{probe.AudioChannels}"
            );
        }
    }

    private static void CheckContainer(MediaPlace place, MediaProbe probe, NetworkFindings findings)
    {
        if (probe.MoovFirst is false && probe.Fragmented is not true)
        {
            findings.Error(
                place.Field,
                "video.moov-first",
                "The video's index stands at its end: export it for the web (fast start).",
                "moov before mdat",
                "mdat before moov"
            );
        }

        // The page asks for none, and yet nearly every encoder writes one and they are taken: no reason to refuse.
        if (probe.HasEditList is true)
        {
            findings.Warn(
                place.Field,
                "video.edit-list",
                "Instagram asks for files without edit lists: export it anew if it is refused or starts shifted.",
                "no edit list",
                "edit list"
            );
        }
    }
}
