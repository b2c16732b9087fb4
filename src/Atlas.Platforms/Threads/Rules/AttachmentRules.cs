using System.Globalization;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads.Rules;

/// <summary>The long text below a text post.</summary>
internal static class AttachmentRules
{
    private const string Source = "Threads API: Text Attachments";
    private const string Field = "options.textAttachment";
    private const int MostCharacters = 10_000;

    private static readonly string[] s_styles = ["bold", "italic", "highlight", "underline", "strikethrough"];

    public static void Check(PostContent content, ThreadsPostOptions options, NetworkFindings findings)
    {
        if (options.TextAttachment is not { } attachment)
        {
            return;
        }

        var length = new StringInfo(attachment.Text).LengthInTextElements;
        if (length is 0 or > MostCharacters)
        {
            findings.Error(
                $"{Field}.text",
                "attachment.length",
                "An attached text has 1 to 10,000 characters.",
                $"1 to {MostCharacters} characters",
                $"{length}",
                Source
            );
        }

        if (options.Poll.Count > 0)
        {
            findings.Error(
                Field,
                "attachment.poll",
                "A post with a poll takes no attached text: remove one of them.",
                source: Source
            );
        }

        CheckLink(content, attachment, findings);
        CheckStyles(attachment, length, findings);
    }

    private static void CheckLink(PostContent content, TextAttachment attachment, NetworkFindings findings)
    {
        if (attachment.Link is not { } link)
        {
            return;
        }

        if (!PieceRules.IsAddress(link))
        {
            findings.Error(
                $"{Field}.link",
                "attachment.address",
                "The link is no web address.",
                "http or https address",
                source: Source
            );
        }

        if (content.Link is { Length: > 0 })
        {
            findings.Error(
                $"{Field}.link",
                "attachment.link",
                "The post has a link card already: the attached text can't have one too.",
                source: Source
            );
        }

        var links = ThreadsText.Links(content.Text, link);
        if (links > PieceRules.MostLinks)
        {
            findings.Error(
                $"{Field}.link",
                "text.links",
                "The post has too many different links: leave some out.",
                $"{PieceRules.MostLinks} links",
                $"{links}",
                Source
            );
        }
    }

    private static void CheckStyles(TextAttachment attachment, int length, NetworkFindings findings)
    {
        var end = 0L;
        var ordered = attachment.Styles.Select((style, i) => (style, i)).OrderBy(pair => pair.style.Range.Offset);
        foreach (var (styled, i) in ordered)
        {
            var (offset, count) = styled.Range;
            if (offset < end || count < 1 || (long)offset + count > length)
            {
                findings.Error(
                    $"{Field}.styles[{i}]",
                    "attachment.range",
                    "The range overlaps another one or lies outside the text.",
                    $"0 to {length}",
                    $"{offset} + {count}",
                    Source
                );
            }

            end = Math.Max(end, (long)offset + count);
            if (styled.Styles.Count == 0 || styled.Styles.Except(s_styles).Any())
            {
                findings.Error(
                    $"{Field}.styles[{i}]",
                    "attachment.style",
                    "Threads has no such style.",
                    string.Join(", ", s_styles),
                    string.Join(", ", styled.Styles),
                    Source
                );
            }
        }
    }
}
