using Atlas.Core.Media;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads.Rules;

/// <summary>The specifications of images and videos.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/overview"/>
internal static class MediaRules
{
    private const string Source = "Threads API: Overview (media specifications)";
    private const long MostImageBytes = 8L << 20;
    private const long MostVideoBytes = 1L << 30;
    private const long MostBitRate = 100_000_000;
    private const double Widest = 10;
    private const double Narrowest = 0.01;
    private const int LeastWidth = 320;
    private const int MostWidth = 1440;
    private const int MostColumns = 1920;

    /// <summary>A measured average is never exactly the nominal rate.</summary>
    private const double FrameRateTolerance = 0.1;

    /// <summary>Encoders end a file some frames late.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(100);

    public static void CheckImage(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        Require(
            probe.ContentType is "image/jpeg" or "image/png",
            field,
            "image.format",
            "Threads takes JPEG and PNG images: save it as one of them.",
            "image/jpeg, image/png",
            probe.ContentType,
            findings
        );
        Require(
            asset.SizeBytes <= MostImageBytes,
            field,
            "image.size",
            "The image file is too large: save it smaller.",
            "8 MB",
            Megabytes(asset.SizeBytes),
            findings
        );
        if (probe.AspectRatio is { } ratio)
        {
            Require(
                ratio is <= Widest and >= 1 / Widest,
                field,
                "image.ratio",
                "The image is too tall or too wide: crop it.",
                "1:10 to 10:1",
                $"{ratio:0.##}:1",
                findings
            );
        }

        if (probe.Width is < LeastWidth or > MostWidth)
        {
            findings.Warn(
                field,
                "image.width",
                "Threads scales the image to a width of 320 to 1440 pixels.",
                $"{LeastWidth} to {MostWidth} pixels",
                $"{probe.Width}",
                Source
            );
        }
    }

    public static void CheckVideo(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        Require(
            probe.ContentType is "video/mp4" or "video/quicktime",
            field,
            "video.format",
            "Threads takes MP4 and MOV videos: export it as MP4.",
            "video/mp4, video/quicktime",
            probe.ContentType,
            findings
        );
        Require(
            asset.SizeBytes <= MostVideoBytes,
            field,
            "video.size",
            "The video file is too large: export it smaller.",
            "1 GB",
            Megabytes(asset.SizeBytes),
            findings
        );
        Require(
            probe.Duration is null || probe.Duration <= s_longest,
            field,
            "video.duration",
            "The video is too long: cut it.",
            "300 s",
            $"{probe.Duration?.TotalSeconds:0.##} s",
            findings
        );
        CheckPicture(field, probe, findings);
        CheckSound(field, probe, findings);
        foreach (var name in probe.NotProbed)
        {
            findings.Warn(field, "video.unprobed", $"The video's {name} could not be checked.", actual: name, source: Source);
        }
    }

    private static void CheckPicture(string field, MediaProbe probe, NetworkFindings findings)
    {
        Require(
            probe.VideoCodec is null or "avc1" or "avc3" or "hvc1" or "hev1",
            field,
            "video.codec",
            "Threads takes H.264 and HEVC video: export it as H.264.",
            "avc1, avc3, hvc1, hev1",
            probe.VideoCodec,
            findings
        );
        Require(
            probe.FrameRate is null or (>= 23 - FrameRateTolerance and <= 60 + FrameRateTolerance),
            field,
            "video.frame-rate",
            "The frame rate is outside the limits: export it with 30 frames per second.",
            "23 to 60 frames per second",
            $"{probe.FrameRate:0.##}",
            findings
        );
        Require(
            probe.AspectRatio is null or (>= Narrowest and <= Widest),
            field,
            "video.ratio",
            "The video is too tall or too wide: crop it.",
            "0.01:1 to 10:1",
            $"{probe.AspectRatio:0.##}:1",
            findings
        );
        Require(
            probe.Width is null or <= MostColumns,
            field,
            "video.width",
            "The video is too wide: export it with at most 1920 columns.",
            $"{MostColumns} columns",
            $"{probe.Width}",
            findings
        );
        Require(
            probe.BitRate is null or <= MostBitRate,
            field,
            "video.bit-rate",
            "The bit rate is too high: export the video with less.",
            "100 Mbit/s",
            $"{probe.BitRate / 1_000_000.0:0.#} Mbit/s",
            findings
        );
        Require(
            probe.MoovFirst is not false,
            field,
            "video.moov",
            "The file's index stands at its end: export it for streaming (fast start).",
            "moov before mdat",
            "moov after mdat",
            findings
        );
    }

    private static void CheckSound(string field, MediaProbe probe, NetworkFindings findings)
    {
        Require(
            probe.AudioCodec is null or "mp4a",
            field,
            "audio.codec",
            "Threads takes AAC sound: export it as AAC.",
            "mp4a",
            probe.AudioCodec,
            findings
        );
        Require(
            probe.AudioChannels is null or <= 2,
            field,
            "audio.channels",
            "The sound has too many channels: export it as stereo.",
            "1 or 2",
            $"{probe.AudioChannels}",
            findings
        );
        Require(
            probe.AudioSampleRate is null or <= 48_000,
            field,
            "audio.sample-rate",
            "The sound's sample rate is too high: export it with 48 kHz.",
            "48000 Hz",
            $"{probe.AudioSampleRate} Hz",
            findings
        );
    }

    private static void Require(
        bool holds,
        string field,
        string rule,
        string message,
        string limit,
        string? actual,
        NetworkFindings findings
    )
    {
        if (!holds)
        {
            findings.Error(field, rule, message, limit, actual, Source);
        }
    }

    private static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.##} MB";
}
