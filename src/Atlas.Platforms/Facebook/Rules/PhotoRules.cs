using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Facebook.Rules;

internal static class PhotoRules
{
    private const long MostBytes = 10 << 20;

    /// <summary>Facebook was seen to refuse larger ones (subcode 1366046), while its pages say 10 MB.</summary>
    private const long SurelyTakenBytes = 4 << 20;

    private const long AdvisedPngBytes = 1 << 20;
    private const double Upright = 9.0 / 16;

    public static void Check(string field, PostType type, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType is not ("image/jpeg" or "image/png" or "image/gif" or "image/bmp" or "image/tiff"))
        {
            findings.Error(
                field,
                "photo.format",
                "Facebook takes JPEG, PNG, GIF, BMP and TIFF photos: save it as JPEG.",
                "image/jpeg, image/png, image/gif, image/bmp, image/tiff",
                probe.ContentType,
                FacebookRules.Photos
            );
        }

        if (asset.SizeBytes > MostBytes)
        {
            findings.Error(
                field,
                "photo.size",
                "The photo's file is too large: save it smaller.",
                "10 MB",
                Megabytes(asset.SizeBytes),
                FacebookRules.Photos
            );
        }
        else if (asset.SizeBytes > SurelyTakenBytes)
        {
            findings.Warn(
                field,
                "photo.size",
                "Facebook has refused photos of more than 4 MB: save it smaller to be safe.",
                "4 MB",
                Megabytes(asset.SizeBytes),
                FacebookRules.Photos
            );
        }
        else if (probe.ContentType is "image/png" && asset.SizeBytes > AdvisedPngBytes)
        {
            findings.Warn(
                field,
                "photo.png",
                "Facebook advises PNG files of at most 1 MB: larger ones may look pixelated.",
                "1 MB",
                Megabytes(asset.SizeBytes),
                FacebookRules.Photos
            );
        }

        if (probe.Animated is true)
        {
            findings.Warn(field, "photo.animated", "Facebook shows a still picture of it.", source: FacebookRules.Photos);
        }

        if (type is PostType.Story && probe.AspectRatio is { } ratio && Math.Abs(ratio - Upright) > 0.02)
        {
            findings.Warn(
                field,
                "story.shape",
                "A story is shown full screen on upright phones: 9:16 fills it.",
                "9:16",
                $"{ratio:0.##}:1",
                FacebookRules.Stories
            );
        }
    }

    public static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.##} MB";
}
