using System.Net;
using System.Text.RegularExpressions;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Telegram;

/// <summary>All that Telegram documents about what a bot may send.</summary>
/// <seealso href="https://core.telegram.org/bots/api#available-methods"/>
internal static partial class TelegramRules
{
    private const string Page = "Telegram Bot API: Available methods";
    private const int MostText = 4096;
    private const int MostCaption = 1024;
    private const long MostPhotoBytes = 10L << 20;
    private const long MostBytes = 50L << 20;
    private const int MostSides = 10_000;
    private const double MostRatio = 20;

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (content, findings) = (draft.Content, new NetworkFindings("telegram", Page));
        var options = TelegramPostOptions.Read(
            content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        if (options.ParseMode is not (null or "HTML" or "MarkdownV2"))
        {
            findings.Error(
                "options.parseMode",
                "parse-mode",
                "Telegram has no such markup.",
                "HTML, MarkdownV2",
                options.ParseMode
            );
        }

        CheckType(content, findings);
        CheckMessage("text", "media", content.Text, content.Media, draft.Media, options, findings);
        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            var part = content.Thread![i];
            var media = (part.Media ?? []).Select(medium => draft.Extras.GetValueOrDefault(medium.MediaId)).OfType<MediaAsset>();
            CheckMessage($"thread[{i}].text", $"thread[{i}].media", part.Text, part.Media ?? [], [.. media], options, findings);
        }

        CheckUnused(content, draft.Media.Count > 0, findings);
        return findings.All;
    }

    private static void CheckType(PostContent content, NetworkFindings findings)
    {
        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type", "Bots can't publish stories in a channel: make it a post.", "post", "story");
        }
        else if (content.Type is PostType.Reel)
        {
            findings.Warn("type", "type", "Telegram has no reels: it goes out as a video.", "post", "reel");
        }
    }

    private static void CheckMessage(
        string textField,
        string mediaField,
        string text,
        IReadOnlyList<PostMedia> uses,
        IReadOnlyList<MediaAsset> media,
        TelegramPostOptions options,
        NetworkFindings findings
    )
    {
        if (media.Count == 0 && string.IsNullOrWhiteSpace(text))
        {
            findings.Error(
                textField,
                "text.required",
                "A message needs a text or a file.",
                $"1 to {MostText} characters",
                "none"
            );
        }

        var (most, length) = (media.Count == 0 ? MostText : MostCaption, Length(text, options.ParseMode));
        if (length > most)
        {
            findings.Error(
                textField,
                media.Count == 0 ? "text.length" : "caption.length",
                media.Count == 0
                    ? "The text is too long: shorten it."
                    : "The text is too long for a post with files: shorten it.",
                $"{most} characters",
                $"{length}"
            );
        }

        if (media.Count > TelegramFormats.MostItems)
        {
            findings.Error(
                mediaField,
                "album.count",
                "An album has at most 10 files: remove some.",
                $"{TelegramFormats.MostItems} files",
                $"{media.Count}"
            );
        }

        string[] kinds = [.. media.Select(asset => TelegramFormats.KindOf(options, asset)).Distinct()];
        if (kinds.Length > 1 && kinds.Contains("document"))
        {
            findings.Error(
                mediaField,
                "album.mixed",
                "An album holds pictures and videos, or files, not both: split the post, or set the option asFiles.",
                "one kind",
                string.Join(", ", kinds)
            );
        }

        for (var i = 0; i < media.Count; i++)
        {
            CheckFile($"{mediaField}[{i}]", media[i], options, findings);
            if (i < uses.Count && (uses[i].AltText is { Length: > 0 } || uses[i].UserTags is { Count: > 0 }))
            {
                findings.Warn(
                    $"{mediaField}[{i}]",
                    "unused",
                    "Telegram has no alternative text and no tags on people: they are left out."
                );
            }
        }
    }

    private static void CheckFile(string field, MediaAsset asset, TelegramPostOptions options, NetworkFindings findings)
    {
        var isPhoto = TelegramFormats.KindOf(options, asset) is "photo";
        var most = isPhoto ? MostPhotoBytes : MostBytes;
        if (asset.SizeBytes > most)
        {
            findings.Error(
                field,
                "file.size",
                "The file is too large for a bot: use a smaller one.",
                $"{most >> 20} MB",
                $"{asset.SizeBytes / (1024.0 * 1024):0.##} MB"
            );
        }

        if (isPhoto && asset.Probe is { Width: { } width, Height: { } height })
        {
            if (width + height > MostSides)
            {
                findings.Error(
                    field,
                    "photo.sides",
                    "The picture is too large: scale it down.",
                    $"width and height together {MostSides} pixels",
                    $"{width + height}"
                );
            }

            if (asset.Probe.AspectRatio is > MostRatio or < 1 / MostRatio)
            {
                findings.Error(field, "photo.ratio", "The picture is too narrow: crop it.", "20:1", $"{width} × {height}");
            }
        }

        if (
            options.AsFiles is not true
            && asset.Kind is not MediaKind.Document
            && TelegramFormats.KindOf(options, asset) is "document"
        )
        {
            findings.Warn(
                field,
                "file.kind",
                "Telegram shows JPEG, PNG and WebP pictures and MP4 videos: this goes out as a file to download.",
                "image/jpeg, image/png, image/webp, video/mp4",
                asset.ContentType
            );
        }
    }

    private static void CheckUnused(PostContent content, bool hasMedia, NetworkFindings findings)
    {
        if (content.FirstComment is { Length: > 0 })
        {
            findings.Error(
                "firstComment",
                "comment",
                "A bot can't comment in a channel: remove it, or make it a further part of a thread.",
                "no comment",
                "a comment"
            );
        }

        Unused("title", content.Title is { Length: > 0 }, "Telegram has no titles: it is left out. Put it into the text.");
        Unused("cover", content.Cover is not null, "Telegram chooses a video's picture itself: the cover is left out.");
        Unused("subtitles", content.Subtitles is { Count: > 0 }, "Telegram has no subtitles: they are left out.");
        Unused(
            "link",
            hasMedia && content.Link is { Length: > 0 },
            "A post with files shows no card for a link: it is left out. Put it into the text."
        );

        void Unused(string field, bool isSet, string message)
        {
            if (isSet)
            {
                findings.Warn(field, "unused", message);
            }
        }
    }

    /// <summary>As Telegram counts, behind the markup. MarkdownV2's own characters are few: its length is counted with them.</summary>
    private static int Length(string text, string? parseMode) =>
        parseMode is "HTML" ? WebUtility.HtmlDecode(Tag().Replace(text, "")).Length : text.Length;

    [GeneratedRegex(@"</?[a-zA-Z][^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
