using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn.Rules;

internal static class TextRules
{
    public const int MostCharacters = 3000;

    /// <summary>From other clients' experience: LinkedIn's pages give no number.</summary>
    private const int MostCommentCharacters = 1250;

    public static void Check(PostContent content, NetworkFindings findings)
    {
        CheckLength(content.Text, findings);
        if (content.FirstComment is not { Length: > 0 } comment)
        {
            return;
        }

        var shown = LittleText.Shown(comment);
        if (LittleText.Count(shown) > MostCommentCharacters)
        {
            findings.Error(
                "firstComment",
                "comment.length",
                "The first comment is too long: shorten it.",
                $"{MostCommentCharacters} characters",
                $"{LittleText.Count(shown)}",
                LinkedInPages.CommentsPage
            );
        }

        if (string.IsNullOrWhiteSpace(shown))
        {
            findings.Error(
                "firstComment",
                "comment.empty",
                "The first comment is empty: write it, or remove it.",
                source: LinkedInPages.CommentsPage
            );
        }

        if (LittleText.HasMention(comment))
        {
            findings.Warn(
                "firstComment",
                "comment.mention",
                "A mention in the first comment becomes a plain name: mention in the text.",
                source: LinkedInPages.CommentsPage
            );
        }
    }

    // The page says characters and not which: the count of an emoji, and of what is escaped, is between these.
    private static void CheckLength(string text, NetworkFindings findings)
    {
        var shown = LittleText.Shown(text);
        var count = LittleText.Count(shown);
        var written = LittleText.Write(text).Length;
        if (count > MostCharacters)
        {
            findings.Error(
                "text",
                "text.length",
                "The text is too long: shorten it.",
                $"{MostCharacters} characters",
                $"{count}"
            );
        }
        else if (shown.Length > MostCharacters || written > MostCharacters + (text.Length - shown.Length) + MarkupRoom)
        {
            findings.Warn(
                "text",
                "text.length",
                "The text is near the limit, and LinkedIn may count emoji and special characters more than once: shorten it to be safe.",
                $"{MostCharacters} characters",
                $"{count} to {written}"
            );
        }
    }

    /// <summary>So many characters that escaping and hashtags add worry nobody: LinkedIn counts what readers see.</summary>
    private const int MarkupRoom = 500;
}
