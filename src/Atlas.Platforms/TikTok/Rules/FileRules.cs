using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.TikTok.Rules;

internal static class FileRules
{
    private const long MostVideoBytes = 4L << 30;
    private const long MostPhotoBytes = 20_000_000; // 20 MB in the stricter of two readings
    private const int LeastSide = 360;
    private const int MostSide = 4096;

    /// <summary>A measured average is never exactly the nominal rate.</summary>
    private const double FrameRateTolerance = 0.1;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    public static void CheckVideo(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType is not ("video/mp4" or "video/quicktime" or "video/webm"))
        {
            Error(
                "video.format",
                "TikTok takes MP4, MOV and WebM videos: export it as MP4.",
                "video/mp4, video/quicktime, video/webm",
                probe.ContentType
            );
        }

        if (probe.VideoCodec is { } codec && codec is not ("avc1" or "avc3" or "hvc1" or "hev1" or "vp08" or "vp09"))
        {
            Error(
                "video.codec",
                "TikTok takes H.264, H.265, VP8 and VP9: export it as H.264.",
                "avc1, avc3, hvc1, hev1, vp08, vp09",
                codec
            );
        }

        if (asset.SizeBytes > MostVideoBytes)
        {
            Error(
                "video.size",
                "The video file is too large: export it with at most 4 GB.",
                "4 GB",
                $"{asset.SizeBytes / (double)(1 << 30):0.##} GB"
            );
        }

        if (probe.Duration is { } duration && duration > s_longest)
        {
            Error("video.duration", "The video is too long: cut it to 10 minutes.", "600 s", $"{duration.TotalSeconds:0.##} s");
        }

        if (
            probe is { Width: { } width, Height: { } height }
            && (Math.Min(width, height) < LeastSide || Math.Max(width, height) > MostSide)
        )
        {
            Error(
                "video.dimensions",
                "The video is too small or too large: export it with 360 to 4096 pixels on each side.",
                "360 to 4096 pixels",
                $"{width} × {height}"
            );
        }

        if (probe.FrameRate is { } rate && rate is < 23 - FrameRateTolerance or > 60 + FrameRateTolerance)
        {
            Error(
                "video.frameRate",
                "The video's frame rate is out of range: export it with 30 frames per second.",
                "23 to 60 frames per second",
                $"{rate:0.##}"
            );
        }

        foreach (var name in probe.NotProbed)
        {
            findings.Warn(field, "video.unprobed", $"The video's {name} could not be checked.", actual: name);
        }

        void Error(string rule, string message, string limit, string actual) =>
            findings.Error(field, rule, message, limit, actual, TikTokErrors.TransferPage);
    }

    public static void CheckPhoto(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType is not ("image/jpeg" or "image/webp"))
        {
            Error(
                "image.format",
                "TikTok takes JPEG and WebP photos: save it as JPEG.",
                "image/jpeg, image/webp",
                probe.ContentType
            );
        }

        if (asset.SizeBytes > MostPhotoBytes)
        {
            Error(
                "image.size",
                "The photo file is too large: save it with at most 20 MB.",
                "20 MB",
                $"{asset.SizeBytes / 1e6:0.##} MB"
            );
        }

        if (probe is { Width: { } width, Height: { } height } && Target(width, height) is var (fitWidth, fitHeight))
        {
            Error(
                "image.dimensions",
                $"The photo is larger than 1080p: scale it down to {fitWidth} × {fitHeight} pixels.",
                "1920 × 1080 or 1080 × 1920 pixels",
                $"{width} × {height}",
                new Repair(RepairKind.Resize, $"{fitWidth} × {fitHeight} px")
            );
        }

        void Error(string rule, string message, string limit, string actual, Repair? repair = null) =>
            findings.Error(field, rule, message, limit, actual, TikTokErrors.PhotoPage, repair);
    }

    /// <summary>The largest size of the same shape within 1080p; null where it fits.</summary>
    private static (int Width, int Height)? Target(int width, int height)
    {
        var scale = Math.Min(1080.0 / Math.Min(width, height), 1920.0 / Math.Max(width, height));
        return scale >= 1 ? null : ((int)Math.Floor(width * scale), (int)Math.Floor(height * scale));
    }
}
