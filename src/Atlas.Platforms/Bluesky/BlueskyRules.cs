using System.Globalization;
using System.Text;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Bluesky;

/// <summary>All that Bluesky's record types and pages say about what may be published.</summary>
/// <seealso href="https://docs.bsky.app/docs/advanced-guides/posts"/>
internal static class BlueskyRules
{
    private const int MostGraphemes = 300;
    private const int MostBytes = 3_000;
    private const long MostImageBytes = 1_000_000;
    private const long MostVideoBytes = 100_000_000;
    private const int MostLanguages = 3;
    private const int MostTags = 8;
    private const int LongestTag = 64;

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        if (draft.Media.Count != draft.Content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("bluesky", BlueskyErrors.PostPage);
        var content = draft.Content;
        CheckText("text", content.Text, findings);
        CheckMedia("media", draft.Media, findings);
        if (BlueskyPart.FormatOf(content, draft.Media) is BlueskyFormat.None && content.Type is not PostType.Story)
        {
            if (draft.Media.Count == 0)
            {
                findings.Error("text", "empty", "The post has neither text nor media nor a link: add something.");
            }
            else if (content.Type is PostType.Reel)
            {
                findings.Error("media", "reel.video", "A reel is one video: choose a video, or make it a post.", "1 video");
            }
        }

        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type", "Bluesky has no stories: make it a post.", "post, reel", "story");
        }

        if (content.FirstComment is { Length: > 0 } comment)
        {
            CheckText("firstComment", comment, findings);
        }

        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            var part = BlueskyPart.Of(draft, content.Thread![i]);
            CheckText($"thread[{i}].text", part.Text, findings);
            CheckMedia($"thread[{i}].media", [.. part.Media.Select(medium => medium.Asset)], findings);
            if (part is { Text.Length: 0, Media.Count: 0 })
            {
                findings.Error($"thread[{i}]", "empty", "This part has neither text nor media: add something, or remove it.");
            }
        }

        CheckCard(draft, findings);
        CheckOptions(content, findings);
        CheckLeftOut(content, findings);
        if (draft.Channel.Login is not "bluesky")
        {
            findings.Error(
                "channel",
                "login",
                "The channel has no login that Bluesky knows: connect it again.",
                "bluesky",
                draft.Channel.Login
            );
        }

        return findings.All;
    }

    /// <summary>Both limits count: graphemes as a reader sees them, and bytes of UTF-8.</summary>
    private static void CheckText(string field, string text, NetworkFindings findings)
    {
        var graphemes = new StringInfo(text).LengthInTextElements;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (graphemes > MostGraphemes)
        {
            findings.Error(
                field,
                "text.length",
                "The text is too long: shorten it.",
                $"{MostGraphemes} graphemes",
                $"{graphemes}"
            );
        }
        else if (bytes > MostBytes)
        {
            findings.Error(field, "text.bytes", "The text takes too many bytes: shorten it.", $"{MostBytes} bytes", $"{bytes}");
        }
    }

    private static void CheckMedia(string field, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var videos = media.Count(asset => asset.Kind is MediaKind.Video);
        if (videos > 1 || videos == 1 && media.Count > 1)
        {
            findings.Error(
                field,
                "media.mixed",
                "A post is one video, or pictures only: remove the others.",
                "1 video or 4 pictures"
            );
        }
        else if (media.Count > BlueskyPart.MostImages)
        {
            findings.Error(field, "media.count", "The post has too many pictures: remove some.", "4 pictures", $"{media.Count}");
        }

        for (var i = 0; i < media.Count; i++)
        {
            CheckFile($"{field}[{i}]", media[i], findings);
        }
    }

    private static void CheckFile(string field, MediaAsset asset, NetworkFindings findings)
    {
        switch (asset.Kind)
        {
            case MediaKind.Document:
                findings.Error(field, "media.kind", "Bluesky takes pictures and videos only.", "image, video", "document");
                break;
            case MediaKind.Image:
                CheckImage(field, asset, findings);
                break;
            case MediaKind.Video when asset.Probe.ContentType is not "video/mp4":
                findings.Error(
                    field,
                    "video.format",
                    "Bluesky takes MP4 videos: export it as MP4.",
                    "video/mp4",
                    asset.Probe.ContentType,
                    BlueskyErrors.VideoPage
                );
                break;
            case MediaKind.Video when asset.SizeBytes > MostVideoBytes:
                findings.Error(
                    field,
                    "video.size",
                    "The video file is too large: export it with at most 100 MB.",
                    "100 MB",
                    $"{asset.SizeBytes / 1e6:0.##} MB",
                    BlueskyErrors.VideoPage
                );
                break;
        }
    }

    private static void CheckImage(string field, MediaAsset asset, NetworkFindings findings)
    {
        if (asset.SizeBytes > MostImageBytes)
        {
            findings.Error(
                field,
                "image.size",
                "The picture's file is too large: save it as JPEG with at most 1,000,000 bytes.",
                "1000000 bytes",
                $"{asset.SizeBytes}"
            );
        }

        if (asset.Probe.Animated is true)
        {
            findings.Warn(
                field,
                "image.animated",
                "Bluesky shows only the first picture of an animation: publish it as a video."
            );
        }
    }

    private static void CheckCard(PublishDraft draft, NetworkFindings findings)
    {
        var content = draft.Content;
        if (content.Link is not { Length: > 0 } link)
        {
            WarnLeftOut(findings, "title", content.Title is { Length: > 0 }, "A post without a link card has no title.");
            WarnLeftOut(findings, "cover", content.Cover is not null, "A post without a link card has no cover.");
            return;
        }

        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            findings.Error("link", "link.address", "The link is not a whole web address.", "https://…", link);
        }

        WarnLeftOut(
            findings,
            "link",
            content.Media.Count > 0,
            "A post has pictures, a video or a link card, not two of them: write the link into the text."
        );
        if (content.Cover is { } cover && draft.Extras.GetValueOrDefault(cover) is { } picture)
        {
            CheckFile("cover", picture, findings);
        }
    }

    private static void CheckOptions(PostContent content, NetworkFindings findings)
    {
        var options = BlueskyPostOptions.Read(
            content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        if (options.Langs?.Count > MostLanguages)
        {
            findings.Error(
                "options.langs",
                "langs.count",
                "A post is in at most three languages.",
                "3",
                $"{options.Langs.Count}"
            );
        }

        if (options.Quote is { } quote && BlueskyAddress.Read(quote) is null)
        {
            findings.Error(
                "options.quote",
                "quote.address",
                "This is no address of a post on Bluesky: copy the link to the post.",
                BlueskyAddress.Shape,
                quote
            );
        }

        if (options.Tags?.Count > MostTags || options.Tags?.Any(tag => tag.Length is 0 or > LongestTag) is true)
        {
            findings.Error(
                "options.tags",
                "tags",
                "A post has at most eight tags of 1 to 64 characters each.",
                "8 tags",
                $"{options.Tags.Count}"
            );
        }
    }

    private static void CheckLeftOut(PostContent content, NetworkFindings findings)
    {
        WarnLeftOut(findings, "subtitles", content.Subtitles is { Count: > 0 }, "Show them in the picture instead.");
        for (var i = 0; i < content.Media.Count; i++)
        {
            WarnLeftOut(
                findings,
                $"media[{i}].userTags",
                content.Media[i].UserTags is { Count: > 0 },
                "Mention people in the text by their handles."
            );
        }
    }

    private static void WarnLeftOut(NetworkFindings findings, string field, bool given, string why)
    {
        if (given)
        {
            findings.Warn(field, "left-out", $"This is left out on Bluesky. {why}");
        }
    }
}
