using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.TikTok.Rules;

/// <summary>Captions and what else a post may carry. TikTok counts UTF-16 code units, as a string's length does.</summary>
internal static class TextRules
{
    private const int LongestVideoCaption = 2200;
    private const int LongestPhotoTitle = 90;
    private const int LongestPhotoCaption = 4000;

    public static void Check(PublishDraft draft, TikTokPlan plan, NetworkFindings findings)
    {
        var content = draft.Content;
        if (plan.Format is TikTokFormat.Photo)
        {
            CheckLength(findings, "text", "caption", content.Text, LongestPhotoCaption, TikTokErrors.PhotoPage);
            CheckLength(findings, "title", "title", content.Title ?? "", LongestPhotoTitle, TikTokErrors.PhotoPage);
        }
        else
        {
            CheckLength(findings, "text", "caption", content.Text, LongestVideoCaption, TikTokErrors.DirectPage);
            WarnLeftOut(findings, "title", content.Title is { Length: > 0 }, "A TikTok video has no title beside its caption.");
        }

        if (plan is { Format: TikTokFormat.Video, IsDirect: false } && content.Text.Length > 0)
        {
            findings.Warn(
                "text",
                "inbox.caption",
                "A video in the TikTok inbox comes without its caption: the person who finishes it writes it in the app.",
                source: TikTokErrors.InboxPage
            );
        }

        WarnLeftOut(findings, "link", content.Link is { Length: > 0 }, "TikTok posts have no link.");
        WarnLeftOut(
            findings,
            "subtitles",
            content.Subtitles is { Count: > 0 },
            "TikTok takes no subtitle files; it makes captions itself."
        );
        WarnLeftOut(
            findings,
            "cover",
            content.Cover is not null,
            "TikTok takes no cover picture: choose a frame of the video with coverTimestampMs, or a photo with photoCoverIndex."
        );
        for (var i = 0; i < content.Media.Count; i++)
        {
            WarnLeftOut(
                findings,
                $"media[{i}].altText",
                content.Media[i].AltText is { Length: > 0 },
                "TikTok's interface takes no alt text."
            );
            WarnLeftOut(
                findings,
                $"media[{i}].userTags",
                content.Media[i].UserTags is { Count: > 0 },
                "TikTok's interface tags nobody in media: mention people in the text."
            );
        }

        if (content.FirstComment is { Length: > 0 })
        {
            findings.Error("firstComment", "comment", "TikTok's interface has no comments: put it into the text, or remove it.");
        }

        if (content.Thread is { Count: > 0 })
        {
            findings.Error("thread", "thread", "TikTok has no threads: make each part a post of its own.");
        }
    }

    private static void CheckLength(NetworkFindings findings, string field, string name, string text, int longest, string source)
    {
        if (text.Length > longest)
        {
            findings.Error(
                field,
                $"{name}.length",
                $"The {name} is too long: shorten it.",
                $"{longest} UTF-16 units",
                $"{text.Length}",
                source
            );
        }
    }

    private static void WarnLeftOut(NetworkFindings findings, string field, bool given, string why)
    {
        if (given)
        {
            findings.Warn(field, "left-out", $"This is left out on TikTok. {why}");
        }
    }
}
