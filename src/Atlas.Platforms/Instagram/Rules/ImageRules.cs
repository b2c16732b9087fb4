using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

internal static class ImageRules
{
    private const long MostBytes = 8 << 20;
    private const double Narrowest = 4.0 / 5;
    private const double Widest = 1.91;
    private const double Rounding = 1e-9;
    private const int LeastWidth = 320;
    private const int MostWidth = 1440;

    public static void Check(MediaPlace place, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType != "image/jpeg")
        {
            findings.Error(
                place.Field,
                "image.format",
                "Instagram takes JPEG images only: save it as JPEG.",
                "image/jpeg",
                probe.ContentType
            );
        }

        if (asset.SizeBytes > MostBytes)
        {
            findings.Error(
                place.Field,
                "image.size",
                "The image file is too large: save it smaller.",
                "8 MB",
                Units.Megabytes(asset.SizeBytes),
                InstagramPages.ErrorPage
            );
        }

        if (probe.AspectRatio is { } ratio)
        {
            CheckShape(place, ratio, findings);
        }
        else
        {
            findings.Warn(place.Field, "image.unprobed", "The image's size could not be checked.", "4:5 to 1.91:1");
        }

        if (probe.Width is < LeastWidth)
        {
            findings.Warn(
                place.Field,
                "image.width",
                "The image is narrow: Instagram scales it up, and it will look soft.",
                $"{LeastWidth} pixels",
                $"{probe.Width}"
            );
        }
        else if (probe.Width is > MostWidth)
        {
            findings.Warn(
                place.Field,
                "image.width",
                "Instagram scales the image down.",
                $"{MostWidth} pixels",
                $"{probe.Width}"
            );
        }

        if (probe.ColorSpace is { } space && !space.Contains("sRGB", StringComparison.OrdinalIgnoreCase))
        {
            findings.Warn(place.Field, "image.color", "Instagram converts the image to sRGB: colours may change.", "sRGB", space);
        }
    }

    /// <summary>Instagram shows every item of a carousel in the first one's shape.</summary>
    public static void CheckCropping(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (content.Type is not PostType.Post || media is not [{ Probe.AspectRatio: { } first }, _, ..])
        {
            return;
        }

        for (var i = 1; i < media.Count; i++)
        {
            if (media[i].Probe.AspectRatio is { } ratio && Math.Abs(ratio - first) > 0.02)
            {
                findings.Warn(
                    $"media[{i}]",
                    "carousel.cropping",
                    "Instagram crops a carousel's items to the shape of the first one.",
                    Units.Ratio(first),
                    Units.Ratio(ratio),
                    InstagramPages.PublishingGuide
                );
            }
        }
    }

    private static void CheckShape(MediaPlace place, double ratio, NetworkFindings findings)
    {
        if (place.IsStory)
        {
            Units.WarnUnlessUpright(place, ratio, findings);
        }
        else if (ratio is < Narrowest - Rounding or > Widest + Rounding)
        {
            findings.Error(
                place.Field,
                "image.ratio",
                "The image is too tall or too wide: crop it.",
                "4:5 to 1.91:1",
                Units.Ratio(ratio),
                InstagramPages.ErrorPage
            );
        }
    }
}
