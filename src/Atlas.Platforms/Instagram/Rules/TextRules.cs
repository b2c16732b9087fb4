using System.Globalization;
using System.Text.RegularExpressions;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

internal static partial class TextRules
{
    private const int MostCharacters = 2200;
    private const int MostHashtags = 30;
    private const int MostMentions = 20;

    public static void Check(PostContent content, NetworkFindings findings)
    {
        if (content.Type is PostType.Story)
        {
            CheckStory(content, findings);
            return;
        }

        CheckLength(content.Text, findings);
        var hashtags = Hashtag().Count(content.Text);
        if (hashtags > MostHashtags)
        {
            findings.Error(
                "text",
                "caption.hashtags",
                "The caption has too many hashtags: remove some.",
                $"{MostHashtags} hashtags",
                $"{hashtags}"
            );
        }

        var mentions = Mention().Count(content.Text);
        if (mentions > MostMentions)
        {
            findings.Error(
                "text",
                "caption.mentions",
                "The caption mentions too many accounts: remove some.",
                $"{MostMentions} mentions",
                $"{mentions}"
            );
        }
    }

    private static void CheckStory(PostContent content, NetworkFindings findings)
    {
        if (content.Text.Length > 0)
        {
            findings.Warn(
                "text",
                "story.caption",
                "A story has no caption: this text will not be shown. Put it into the picture."
            );
        }

        if (content.FirstComment is { Length: > 0 })
        {
            findings.Error(
                "firstComment",
                "story.comment",
                "A story takes no comment: remove it.",
                source: InstagramPages.PublishingGuide
            );
        }
    }

    // The page says characters and not which: an emoji of several code points is between the two counts.
    private static void CheckLength(string text, NetworkFindings findings)
    {
        if (text.Length <= MostCharacters)
        {
            return;
        }

        var visible = new StringInfo(text).LengthInTextElements;
        if (visible > MostCharacters)
        {
            findings.Error(
                "text",
                "caption.length",
                "The caption is too long: shorten it.",
                $"{MostCharacters} characters",
                $"{visible}"
            );
        }
        else
        {
            findings.Warn(
                "text",
                "caption.length",
                "The caption is near the limit, and Instagram may count an emoji as several characters: shorten it to be safe.",
                $"{MostCharacters} characters",
                $"{visible} to {text.Length}"
            );
        }
    }

    /// <summary>A hashtag has a letter or underscore somewhere: #1 is none. The second # of ## starts one.</summary>
    [GeneratedRegex(@"(?<![\w&/])#(?=\d*[^\W\d])\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashtag();

    /// <summary>Not the @ within an address.</summary>
    [GeneratedRegex(@"(?<![\w.])@[A-Za-z0-9_][A-Za-z0-9._]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
