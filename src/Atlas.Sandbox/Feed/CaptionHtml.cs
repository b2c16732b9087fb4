using System.Text;

namespace Atlas.Sandbox.Feed;

/// <summary>Text with its hashtags and mentions set off. Everything is escaped.</summary>
internal static class CaptionHtml
{
    public static string Render(string text)
    {
        var html = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var isSign = text[at] is '#' or '@' && (at is 0 || !IsWord(text[at - 1]));
            var end = at + 1;
            while (isSign && end < text.Length && IsWord(text[end]))
            {
                end++;
            }

            if (isSign && end > at + 1)
            {
                html.Append("""<span class="tag">""").Append(HtmlPage.Escape(text[at..end])).Append("</span>");
                at = end;
                continue;
            }

            end = text.AsSpan(at + 1).IndexOfAny('#', '@') is var next && next < 0 ? text.Length : at + 1 + next;
            html.Append(HtmlPage.Escape(text[at..end]));
            at = end;
        }

        return html.Replace("\r", "").Replace("\n", "<br>").ToString();
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';
}
