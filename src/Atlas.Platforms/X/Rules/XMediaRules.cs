using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.X.Rules;

internal static class XMediaRules
{
    private const long MostImageBytes = 5 << 20;
    private const long MostGifBytes = 15 << 20;
    private const long MostVideoBytes = 512L << 20;
    private const int MostAltText = 1000;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(140);
    private static readonly string[] s_images = ["image/jpeg", "image/png", "image/webp", "image/gif"];
    private static readonly string[] s_videos = ["video/mp4", "video/quicktime"];

    /// <param name="field">Where the media stand: <c>media</c>, <c>thread[0].media</c>.</param>
    public static void Check(
        string field,
        IReadOnlyList<PostMedia> media,
        IReadOnlyList<MediaAsset> assets,
        NetworkFindings findings
    )
    {
        var images = assets.Count(asset => asset.Kind is MediaKind.Image && !XFormats.IsGif(asset));
        if (images > XFormats.MostImages)
        {
            findings.Error(
                field,
                "images.count",
                "There are too many images: remove some, or make a thread.",
                $"{XFormats.MostImages} images",
                $"{images}",
                XPages.MediaPage
            );
        }

        if (images < assets.Count && assets.Count > 1)
        {
            findings.Error(
                field,
                "media.mixed",
                "A post has one video, or one animated GIF, or images: remove the others, or make a thread.",
                $"1 video, 1 GIF or {XFormats.MostImages} images",
                $"{assets.Count} media",
                XPages.MediaPage
            );
        }

        for (var i = 0; i < assets.Count; i++)
        {
            CheckFile($"{field}[{i}]", assets[i], findings);
            CheckAltText($"{field}[{i}]", media[i].AltText ?? assets[i].AltText, assets[i], findings);
            if (media[i].UserTags is { Count: > 0 })
            {
                findings.Warn(
                    $"{field}[{i}].userTags",
                    "tags.unused",
                    "Names are left out on X, which tags by ids: give them in options.taggedUserIds, or mention people in the text.",
                    source: XPages.MediaPage
                );
            }
        }
    }

    private static void CheckFile(string field, MediaAsset asset, NetworkFindings findings)
    {
        if (asset.Kind is MediaKind.Document)
        {
            findings.Error(field, "media.kind", "X takes images and videos only.", "image, video", "document", XPages.MediaPage);
            return;
        }

        var isVideo = asset.Kind is MediaKind.Video;
        var formats = isVideo ? s_videos : s_images;
        if (!formats.Contains(asset.Probe.ContentType))
        {
            findings.Error(
                field,
                isVideo ? "video.format" : "image.format",
                isVideo
                    ? "X takes MP4 and MOV videos: export it as MP4."
                    : "X takes JPEG, PNG, WebP and GIF images: save it as one of them.",
                string.Join(", ", formats),
                asset.Probe.ContentType,
                XPages.MediaPage
            );
        }

        var (most, rule) =
            isVideo ? (MostVideoBytes, "video.size")
            : XFormats.IsGif(asset) ? (MostGifBytes, "gif.size")
            : (MostImageBytes, "image.size");
        if (asset.SizeBytes > most)
        {
            findings.Error(
                field,
                rule,
                "The file is too large: save it smaller.",
                Megabytes(most),
                Megabytes(asset.SizeBytes),
                XPages.MediaPage
            );
        }

        if (isVideo && asset.Probe.Duration is { } duration && (duration < s_shortest || duration > s_longest))
        {
            findings.Error(
                field,
                "video.duration",
                duration < s_shortest ? "The video is too short." : "The video is too long: cut it.",
                "0.5 s to 140 s",
                $"{duration.TotalSeconds:0.##} s",
                XPages.MediaPage
            );
        }
    }

    private static void CheckAltText(string field, string? text, MediaAsset asset, NetworkFindings findings)
    {
        if (text is not { Length: > 0 })
        {
            return;
        }

        if (asset.Kind is not MediaKind.Image)
        {
            findings.Warn(
                $"{field}.altText",
                "alt-text.unused",
                "Only images have an alternative text: it is left out here.",
                source: XPages.MediaPage
            );
        }
        else if (text.Length > MostAltText)
        {
            findings.Error(
                $"{field}.altText",
                "alt-text.length",
                "The alternative text is too long: shorten it.",
                $"{MostAltText} characters",
                $"{text.Length}",
                XPages.MediaPage
            );
        }
    }

    private static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.##} MB";
}
