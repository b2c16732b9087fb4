using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube.Rules;

/// <summary>What follows the video: thumbnail, subtitles, first comment.</summary>
internal static class ExtraRules
{
    private const string ThumbnailPage = "YouTube Data API: Thumbnails: set";
    private const string CaptionPage = "YouTube Data API: Captions: insert";
    private const string CommentPage = "YouTube Data API: CommentThreads: insert";

    /// <summary>Since 14 September 2026; it was 2 MB before.</summary>
    private const long MostThumbnail = 50L << 20;
    private const long SafeThumbnail = 2L << 20;
    private const long MostCaptions = 100L << 20;
    private const int MostCaptionName = 150;

    public static void Check(PublishDraft draft, YouTubePostOptions options, NetworkFindings findings)
    {
        CheckThumbnail(draft, findings);
        CheckSubtitles(draft, findings);
        if (draft.Content.FirstComment is not { Length: > 0 })
        {
            return;
        }

        if (options.MadeForKids is true)
        {
            findings.Error(
                "firstComment",
                "comment.kids",
                "Videos made for kids take no comments: remove it.",
                "no comment",
                "a comment",
                CommentPage
            );
        }
        else if (options is { Privacy: "private" } or { PublishAt: not null })
        {
            findings.Error(
                "firstComment",
                "comment.private",
                "A private video takes no comments: remove it, or publish the video at its time here.",
                "a visible video",
                "a private video",
                CommentPage
            );
        }
    }

    private static void CheckThumbnail(PublishDraft draft, NetworkFindings findings)
    {
        if (draft.Content.Cover is not { } id)
        {
            return;
        }

        if (!draft.Extras.TryGetValue(id, out var image))
        {
            findings.Error("cover", "thumbnail.missing", "The thumbnail is not in the library.", source: ThumbnailPage);
        }
        else if (image.ContentType is not ("image/jpeg" or "image/png"))
        {
            findings.Error(
                "cover",
                "thumbnail.format",
                "A thumbnail is a JPEG or PNG: convert it.",
                "image/jpeg, image/png",
                image.ContentType,
                ThumbnailPage
            );
        }
        else if (image.SizeBytes > SafeThumbnail)
        {
            var (size, isTooLarge) = ($"{image.SizeBytes / (1024.0 * 1024):0.##} MB", image.SizeBytes > MostThumbnail);
            Action<string, string, string, string?, string?, string?> report = isTooLarge ? findings.Error : findings.Warn;
            report(
                "cover",
                "thumbnail.size",
                isTooLarge
                    ? "The thumbnail is too large: use a smaller file."
                    : "Older channels may have the older limit of 2 MB.",
                isTooLarge ? "50 MB" : "2 MB",
                size,
                ThumbnailPage
            );
        }
    }

    private static void CheckSubtitles(PublishDraft draft, NetworkFindings findings)
    {
        HashSet<(string, string)> seen = [];
        for (var i = 0; i < (draft.Content.Subtitles?.Count ?? 0); i++)
        {
            var (field, subtitles) = ($"subtitles[{i}]", draft.Content.Subtitles![i]);
            if (!OptionRules.IsLanguage(subtitles.Language))
            {
                findings.Error(
                    $"{field}.language",
                    "language",
                    "A language is written as in BCP 47.",
                    "such as en or de-CH",
                    subtitles.Language,
                    CaptionPage
                );
            }

            if (subtitles.Name?.Length > MostCaptionName)
            {
                findings.Error(
                    $"{field}.name",
                    "subtitles.name",
                    "The subtitles' name is too long.",
                    $"{MostCaptionName} characters",
                    $"{subtitles.Name.Length}",
                    CaptionPage
                );
            }

            if (!seen.Add((subtitles.Language.ToLowerInvariant(), subtitles.Name ?? "")))
            {
                findings.Error(
                    field,
                    "subtitles.twice",
                    "Two files of subtitles have the same language and name: name one of them.",
                    "different names",
                    subtitles.Language,
                    CaptionPage
                );
            }

            CheckFile(field, draft.Extras.GetValueOrDefault(subtitles.MediaId), findings);
        }
    }

    private static void CheckFile(string field, MediaAsset? file, NetworkFindings findings)
    {
        if (file is null)
        {
            findings.Error(field, "subtitles.missing", "The file of subtitles is not in the library.", source: CaptionPage);
        }
        else if (file.ContentType is not ("text/vtt" or "application/x-subrip"))
        {
            findings.Error(
                field,
                "subtitles.format",
                "Subtitles are a WebVTT or SubRip file.",
                "text/vtt, application/x-subrip",
                file.ContentType,
                CaptionPage
            );
        }
        else if (file.SizeBytes > MostCaptions)
        {
            findings.Error(
                field,
                "subtitles.size",
                "The file of subtitles is too large.",
                "100 MB",
                $"{file.SizeBytes / (1024.0 * 1024):0.##} MB",
                CaptionPage
            );
        }
    }
}
