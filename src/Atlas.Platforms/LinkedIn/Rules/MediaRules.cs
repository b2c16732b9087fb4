using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn.Rules;

internal static class MediaRules
{
    private const long MostPixels = 36_152_320;
    private const int MostAltText = 4086;
    private const long LeastVideoBytes = 75 * 1024;
    private const long MostVideoBytes = 500L << 20;
    private const long MostDocumentBytes = 100L << 20;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);
    private static readonly string[] s_images = ["image/jpeg", "image/png", "image/gif"];
    private static readonly string[] s_documents =
    [
        "application/pdf",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ];

    public static void Check(string field, PostMedia medium, MediaAsset asset, NetworkFindings findings)
    {
        switch (asset.Kind)
        {
            case MediaKind.Image:
                CheckImage(field, asset, findings);
                break;
            case MediaKind.Video:
                CheckVideo(field, asset, findings);
                break;
            default:
                CheckDocument(field, asset, findings);
                break;
        }

        CheckAltText(field, medium.AltText ?? asset.AltText, asset.Kind, findings);
        if (medium.UserTags is { Count: > 0 })
        {
            findings.Warn(
                $"{field}.userTags",
                "tags.unused",
                "LinkedIn's interface tags nobody in a picture: the tags are left out. Mention people in the text.",
                source: LinkedInPages.ImagesPage
            );
        }
    }

    public static void CheckImage(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (!s_images.Contains(probe.ContentType))
        {
            findings.Error(
                field,
                "image.format",
                "LinkedIn takes JPEG, PNG and GIF images: save it as one of them.",
                string.Join(", ", s_images),
                probe.ContentType,
                LinkedInPages.ImagesPage
            );
        }

        if (probe is { Width: { } width, Height: { } height } && (long)width * height >= MostPixels)
        {
            findings.Error(
                field,
                "image.pixels",
                "The image has too many pixels: scale it down.",
                $"less than {MostPixels} pixels",
                $"{width} × {height} = {(long)width * height}",
                LinkedInPages.ImagesPage
            );
        }
        else if (probe.Width is null || probe.Height is null)
        {
            findings.Warn(
                field,
                "image.unprobed",
                "The image's size could not be checked.",
                $"less than {MostPixels} pixels",
                source: LinkedInPages.ImagesPage
            );
        }
    }

    private static void CheckVideo(string field, MediaAsset asset, NetworkFindings findings)
    {
        var probe = asset.Probe;
        if (probe.ContentType != "video/mp4")
        {
            findings.Error(
                field,
                "video.format",
                "LinkedIn takes MP4 videos only: export it as MP4.",
                "video/mp4",
                probe.ContentType,
                LinkedInPages.VideosPage
            );
        }

        if (asset.SizeBytes is < LeastVideoBytes or > MostVideoBytes)
        {
            findings.Error(
                field,
                "video.size",
                asset.SizeBytes < LeastVideoBytes
                    ? "The video file is too small for LinkedIn: export it in better quality."
                    : "The video file is too large: export it smaller.",
                "75 KB to 500 MB",
                asset.SizeBytes < LeastVideoBytes ? $"{asset.SizeBytes / 1024.0:0.#} KB" : Megabytes(asset.SizeBytes),
                LinkedInPages.VideosPage
            );
        }

        if (probe.Duration is { } duration && (duration < s_shortest || duration > s_longest))
        {
            findings.Error(
                field,
                "video.duration",
                duration < s_shortest ? "The video is too short." : "The video is too long: cut it.",
                "3 s to 30 min",
                $"{duration.TotalSeconds:0.##} s",
                LinkedInPages.VideosPage
            );
        }
        else if (probe.Duration is null)
        {
            findings.Warn(
                field,
                "video.unprobed",
                "The video's length could not be checked.",
                "3 s to 30 min",
                source: LinkedInPages.VideosPage
            );
        }
    }

    private static void CheckDocument(string field, MediaAsset asset, NetworkFindings findings)
    {
        if (!s_documents.Contains(asset.ContentType))
        {
            findings.Error(
                field,
                "document.format",
                "LinkedIn takes PDF, Word and PowerPoint documents: save it as PDF.",
                "PDF, DOC, DOCX, PPT, PPTX",
                asset.ContentType,
                LinkedInPages.DocumentsPage
            );
        }

        if (asset.SizeBytes > MostDocumentBytes)
        {
            findings.Error(
                field,
                "document.size",
                "The document is too large: save it smaller.",
                "100 MB",
                Megabytes(asset.SizeBytes),
                LinkedInPages.DocumentsPage
            );
        }

        // Pages are not counted when a file is probed; LinkedIn refuses the long ones while it processes them.
        findings.Warn(
            field,
            "document.pages",
            "The number of pages was not checked: LinkedIn takes up to 300.",
            "300 pages",
            source: LinkedInPages.DocumentsPage
        );
    }

    private static void CheckAltText(string field, string? text, MediaKind kind, NetworkFindings findings)
    {
        if (text is not { Length: > 0 })
        {
            return;
        }

        if (kind is not MediaKind.Image)
        {
            findings.Warn($"{field}.altText", "alt-text.unused", "Only images have an alternative text: it is left out here.");
        }
        else if (text.Length > MostAltText)
        {
            findings.Error(
                $"{field}.altText",
                "alt-text.length",
                "The alternative text is too long: shorten it.",
                $"{MostAltText} characters",
                $"{text.Length}"
            );
        }
    }

    private static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.##} MB";
}
