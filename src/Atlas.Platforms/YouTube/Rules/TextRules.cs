using System.Text;
using System.Text.RegularExpressions;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube.Rules;

internal static partial class TextRules
{
    private const int MostTitle = 100;
    private const int MostDescriptionBytes = 5000;
    private const int MostHashtags = 60;
    private const int MostComment = 10_000;

    public static void Check(PostContent content, NetworkFindings findings)
    {
        if (string.IsNullOrWhiteSpace(content.Title))
        {
            findings.Error("title", "title.required", "A YouTube video needs a title.", $"1 to {MostTitle} characters", "none");
        }
        else if (content.Title.Length > MostTitle)
        {
            findings.Error(
                "title",
                "title.length",
                "The title is too long: shorten it.",
                $"{MostTitle} characters",
                $"{content.Title.Length}"
            );
        }

        CheckBrackets("title", content.Title ?? "", findings);
        CheckBrackets("text", content.Text, findings);
        var bytes = Encoding.UTF8.GetByteCount(content.Text);
        if (bytes > MostDescriptionBytes)
        {
            findings.Error(
                "text",
                "description.length",
                "The description is too long: shorten it. Letters beyond ASCII count as two to four bytes.",
                $"{MostDescriptionBytes} bytes",
                $"{bytes}"
            );
        }

        var hashtags = Hashtag().Count($"{content.Title} {content.Text}");
        if (hashtags > MostHashtags)
        {
            findings.Warn(
                "text",
                "hashtags",
                "YouTube ignores all hashtags of a video that has too many: remove some.",
                $"{MostHashtags} hashtags",
                $"{hashtags}"
            );
        }

        if (content.FirstComment?.Length > MostComment)
        {
            findings.Error(
                "firstComment",
                "comment.length",
                "The first comment is too long: shorten it.",
                $"{MostComment} characters",
                $"{content.FirstComment.Length}"
            );
        }

        if (content.Link is { Length: > 0 })
        {
            findings.Warn("link", "unused", "YouTube has no link of its own for a video: it is left out. Put it into the text.");
        }

        if (content.Thread is { Count: > 0 })
        {
            findings.Error("thread", "thread", "YouTube has no threads: put the parts into the description.", "none", "thread");
        }
    }

    private static void CheckBrackets(string field, string text, NetworkFindings findings)
    {
        if (text.AsSpan().ContainsAny('<', '>'))
        {
            findings.Error(field, "brackets", "YouTube takes no < or > here: remove them.", "no < or >", "< or >");
        }
    }

    [GeneratedRegex(@"(?<![\w&/])#\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashtag();
}
