using Atlas.Core.Media;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Pinterest.Rules;

/// <summary>Pinterest's specifications of pictures and videos.</summary>
/// <seealso href="https://help.pinterest.com/en/business/article/pinterest-product-specs"/>
internal static class MediaRules
{
    private const string Source = "Pinterest: Product specs";
    private const long MostImageBytes = 20L << 20;
    private const long MostVideoBytes = 2L << 30;

    /// <summary>A file goes up in one piece, and a call of ours ends after half a minute.</summary>
    private const long LargeUpload = 100L << 20;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(4) - TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15) + TimeSpan.FromMilliseconds(100);

    public static void Check(string field, MediaAsset asset, NetworkFindings findings)
    {
        if (asset.Kind is MediaKind.Image)
        {
            CheckImage(field, asset, findings);
        }
        else if (asset.Kind is MediaKind.Video)
        {
            CheckVideo(field, asset, findings);
        }
        else
        {
            findings.Error(field, "media.kind", "Pinterest takes pictures and videos only.", "image, video", "document", Source);
        }
    }

    /// <summary>Pinterest wants the pictures of a carousel in one shape.</summary>
    public static void CheckCarousel(IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        for (var i = 1; i < media.Count; i++)
        {
            if (
                media[0].Probe.AspectRatio is { } first
                && media[i].Probe.AspectRatio is { } ratio
                && Math.Abs(ratio - first) > 0.02
            )
            {
                findings.Error(
                    $"media[{i}]",
                    "carousel.shape",
                    "The pictures of a carousel have one shape: crop this one like the first.",
                    $"{first:0.##}:1",
                    $"{ratio:0.##}:1",
                    Source
                );
            }
        }
    }

    public static void CheckCover(MediaAsset? cover, NetworkFindings findings)
    {
        if (cover?.Probe.ContentType is not ("image/jpeg" or "image/png"))
        {
            findings.Error(
                "cover",
                "cover.format",
                cover is null ? "The cover's file is gone: choose another one." : "A cover is a JPEG or PNG picture.",
                "image/jpeg, image/png",
                cover?.Probe.ContentType
            );
        }
    }

    private static void CheckImage(string field, MediaAsset asset, NetworkFindings findings)
    {
        if (asset.Probe.ContentType is not ("image/jpeg" or "image/png" or "image/gif" or "image/webp"))
        {
            findings.Error(
                field,
                "image.format",
                "Pinterest takes JPEG, PNG, GIF and WebP pictures: save it as one of them.",
                "image/jpeg, image/png, image/gif, image/webp",
                asset.Probe.ContentType,
                Source
            );
        }

        if (asset.SizeBytes > MostImageBytes)
        {
            findings.Error(field, "image.size", "The file is too large: save it smaller.", "20 MB", Megabytes(asset), Source);
        }

        if (asset.Probe.AspectRatio is { } ratio && Math.Abs(ratio - 2.0 / 3) > 0.02)
        {
            findings.Warn(
                field,
                "image.shape",
                "Pins are shown upright: 2:3 fills the space, other shapes may be cut off.",
                "2:3",
                $"{ratio:0.##}:1",
                Source
            );
        }
    }

    private static void CheckVideo(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType is not ("video/mp4" or "video/quicktime" or "video/x-m4v"))
        {
            findings.Error(
                field,
                "video.format",
                "Pinterest takes MP4, MOV and M4V videos: export it as MP4.",
                "video/mp4, video/quicktime, video/x-m4v",
                probe.ContentType,
                Source
            );
        }

        if (probe.VideoCodec is not (null or "avc1" or "avc3" or "hvc1" or "hev1"))
        {
            findings.Error(
                field,
                "video.codec",
                "Pinterest takes H.264 and H.265 video: export it as H.264.",
                "avc1, avc3, hvc1, hev1",
                probe.VideoCodec,
                Source
            );
        }

        if (probe.Duration is { } duration && (duration < s_shortest || duration > s_longest))
        {
            findings.Error(
                field,
                "video.duration",
                duration < s_shortest ? "The video is too short." : "The video is too long: cut it.",
                "4 s to 15 min",
                $"{duration.TotalSeconds:0.##} s",
                Source
            );
        }

        if (probe.AspectRatio is { } ratio && ratio is > 1.91 or < 0.5)
        {
            findings.Error(
                field,
                "video.ratio",
                "The video is too tall or too wide: crop it.",
                "1:2 to 1.91:1",
                $"{ratio:0.##}:1",
                Source
            );
        }

        if (asset.SizeBytes > MostVideoBytes)
        {
            findings.Error(field, "video.size", "The file is too large: export it smaller.", "2 GB", Megabytes(asset), Source);
        }
        else if (asset.SizeBytes > LargeUpload)
        {
            findings.Warn(
                field,
                "video.upload",
                "Pinterest takes a file in one piece only: over a slow line this one may not arrive in time. Export it smaller to be safe.",
                "100 MB",
                Megabytes(asset),
                Source
            );
        }
    }

    private static string Megabytes(MediaAsset asset) => $"{asset.SizeBytes / (1024.0 * 1024):0.##} MB";
}
