using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Facebook.Rules;

/// <summary>Reels and stories have documented numbers; a feed video takes nearly anything, and the service's own limits bound it.</summary>
internal static class VideoRules
{
    private const double Upright = 9.0 / 16;
    private const double ShapeTolerance = 0.01;
    private const double FrameRateTolerance = 0.1;
    private const long MostBytes = 10L << 30;

    /// <summary>Encoders end a file some frames late: a clip of 60 s says 60.05 s.</summary>
    private static readonly TimeSpan s_durationTolerance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_longestVideo = TimeSpan.FromHours(4);

    public static void Check(string field, PostType type, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType is not ("video/mp4" or "video/quicktime"))
        {
            findings.Error(
                field,
                "video.format",
                "Facebook takes MP4 and MOV videos: export it as MP4.",
                "video/mp4, video/quicktime",
                probe.ContentType,
                FacebookRules.Videos
            );
        }

        if (asset.SizeBytes > MostBytes)
        {
            findings.Error(
                field,
                "video.size",
                "The video file is too large: export it smaller.",
                PhotoRules.Megabytes(MostBytes),
                PhotoRules.Megabytes(asset.SizeBytes),
                FacebookRules.Videos
            );
        }

        if (type is PostType.Post)
        {
            CheckFeed(field, probe, findings);
        }
        else
        {
            CheckUpright(field, type, probe, findings);
        }

        foreach (var name in probe.NotProbed)
        {
            findings.Warn(
                field,
                "video.unprobed",
                $"The video's {name} could not be checked.",
                actual: name,
                source: FacebookRules.Videos
            );
        }
    }

    private static void CheckFeed(string field, MediaProbe probe, NetworkFindings findings)
    {
        if (probe.Duration > s_longestVideo)
        {
            findings.Error(
                field,
                "video.duration",
                "The video is too long: cut it.",
                "4 h",
                $"{probe.Duration.Value.TotalHours:0.##} h",
                FacebookRules.Videos
            );
        }

        if (probe.AspectRatio is < 1 && probe.Duration < TimeSpan.FromSeconds(90))
        {
            findings.Warn(
                field,
                "video.upright",
                "Facebook may keep a short upright video as the draft of a reel: publish it as a reel.",
                "a reel",
                "a post",
                FacebookRules.Videos
            );
        }
    }

    private static void CheckUpright(string field, PostType type, MediaProbe probe, NetworkFindings findings)
    {
        var (name, source, longest) =
            type is PostType.Reel
                ? ("reel", FacebookRules.Reels, TimeSpan.FromSeconds(90))
                : ("story", FacebookRules.Stories, TimeSpan.FromSeconds(60));
        var shortest = type is PostType.Reel ? TimeSpan.FromSeconds(3) : TimeSpan.Zero;
        if (
            probe.Duration is { } duration
            && (duration < shortest - s_durationTolerance || duration > longest + s_durationTolerance)
        )
        {
            findings.Error(
                field,
                $"{name}.duration",
                duration < shortest ? "The video is too short." : "The video is too long: cut it.",
                $"{shortest.TotalSeconds:0} to {longest.TotalSeconds:0} s",
                $"{duration.TotalSeconds:0.##} s",
                source
            );
        }

        if (probe.AspectRatio is { } ratio && Math.Abs(ratio - Upright) > ShapeTolerance)
        {
            var actual = $"{probe.Width} × {probe.Height}";
            if (type is PostType.Reel)
            {
                findings.Error(field, "reel.shape", "A reel is 9:16: crop the video.", "9:16", actual, source);
            }
            else
            {
                findings.Warn(field, "story.shape", "9:16 fills the screen; other shapes get borders.", "9:16", actual, source);
            }
        }

        if (probe.Width < 540 || probe.Height < 960)
        {
            findings.Error(
                field,
                $"{name}.resolution",
                "The picture is too small: export it larger.",
                "540 × 960 pixels",
                $"{probe.Width} × {probe.Height}",
                source
            );
        }

        // The page says 24, and Meta's own sample takes 23.976.
        if (probe.FrameRate is { } rate && (rate < 23 - FrameRateTolerance || rate > 60 + FrameRateTolerance))
        {
            findings.Error(
                field,
                $"{name}.frame-rate",
                "The frame rate is out of range: export it with 30 frames per second.",
                "24 to 60 frames per second",
                $"{rate:0.##}",
                source
            );
        }

        if (probe.VideoCodec is { } codec && codec is not ("avc1" or "avc3" or "hvc1" or "hev1" or "vp09" or "av01"))
        {
            findings.Error(
                field,
                $"{name}.codec",
                "Facebook takes H.264, H.265, VP9 and AV1: export it as H.264.",
                "avc1, avc3, hvc1, hev1, vp09, av01",
                codec,
                source
            );
        }

        if (probe.AudioCodec is { } sound && sound != "mp4a")
        {
            findings.Warn(field, $"{name}.audio", "Facebook advises AAC sound.", "mp4a", sound, source);
        }
    }
}
