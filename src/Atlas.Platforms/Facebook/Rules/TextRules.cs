using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Facebook.Rules;

internal static class TextRules
{
    /// <summary>In no page of Meta's; every other publisher has this number.</summary>
    private const int MostCharacters = 63_206;

    /// <summary>Of comments: likewise not documented; Facebook's own field takes so many.</summary>
    private const int MostCommentCharacters = 8_000;

    private const int MostTitleCharacters = 255;

    public static void Check(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var format = FacebookFormats.Of(content, media);
        if (content.Type is PostType.Story)
        {
            CheckStory(content, findings);
        }
        else
        {
            CheckLength("text", "text.length", content.Text, MostCharacters, findings);
            CheckLength("firstComment", "comment.length", content.FirstComment, MostCommentCharacters, findings);
            CheckTitle(content, format, findings);
        }

        CheckLink(content, format, findings);
    }

    private static void CheckStory(PostContent content, NetworkFindings findings)
    {
        if (content.Text.Length > 0)
        {
            findings.Warn(
                "text",
                "story.text",
                "A story has no text: this one will not be shown. Put it into the picture.",
                source: FacebookRules.Stories
            );
        }

        if (content.FirstComment is { Length: > 0 })
        {
            findings.Error(
                "firstComment",
                "story.comment",
                "A story takes no comment: remove it.",
                source: FacebookRules.Stories
            );
        }

        if (content.Title is { Length: > 0 })
        {
            findings.Warn("title", "title.left-out", "A story has no title: it is left out.", source: FacebookRules.Stories);
        }
    }

    private static void CheckTitle(PostContent content, FacebookFormat format, NetworkFindings findings)
    {
        if (format is FacebookFormat.Video or FacebookFormat.Reel)
        {
            CheckLength("title", "title.length", content.Title, MostTitleCharacters, findings);
        }
        else if (content.Title is { Length: > 0 })
        {
            findings.Warn("title", "title.left-out", "Only videos and reels have a title on Facebook: it is left out.");
        }
    }

    private static void CheckLink(PostContent content, FacebookFormat format, NetworkFindings findings)
    {
        if (content.Link is not { Length: > 0 } link)
        {
            return;
        }

        if (!Uri.TryCreate(link, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            findings.Error("link", "link.address", "This is no web address.", "http, https", link);
        }
        else if (url.Host is "facebook.com" or "fb.com" || url.Host.EndsWith(".facebook.com", StringComparison.OrdinalIgnoreCase))
        {
            findings.Warn("link", "link.facebook", "Facebook may refuse links to itself.", actual: url.Host);
        }

        if (format is not FacebookFormat.Link)
        {
            findings.Warn(
                "link",
                "link.left-out",
                "A post with media shows no card for a link: it is left out. Put the address into the text."
            );
        }
    }

    private static void CheckLength(string field, string rule, string? text, int most, NetworkFindings findings)
    {
        if (text?.Length > most)
        {
            findings.Error(field, rule, "The text is too long: shorten it.", $"{most} characters", $"{text.Length}");
        }
    }
}
