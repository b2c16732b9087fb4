using System.Text;
using System.Text.RegularExpressions;

namespace Atlas.Platforms.LinkedIn;

/// <summary>
/// LinkedIn's "little text" format, in which a commentary is written. A mention stands in our text as
/// <c>@[Name](urn:li:organization:123)</c> or <c>@[Name](urn:li:person:abc)</c>, a hashtag as <c>#tag</c>; every other reserved
/// character is meant as it is, and has to be escaped: LinkedIn cuts the text off silently where one is not.
/// </summary>
/// <seealso href="https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format"/>
internal static partial class LittleText
{
    private const string Reserved = @"\|{}@[]()<>#*_~";

    /// <summary>As the API takes it.</summary>
    public static string Write(string text)
    {
        var little = new StringBuilder(text.Length + 16);
        var at = 0;
        foreach (Match match in Element().Matches(text))
        {
            Escape(little, text.AsSpan(at, match.Index - at));
            at = match.Index + match.Length;
            if (match.Groups["urn"] is { Success: true } urn)
            {
                little.Append("@[");
                Escape(little, match.Groups["name"].ValueSpan);
                little.Append("](").Append(urn.ValueSpan).Append(')');
            }
            else
            {
                little.Append(@"{hashtag|\").Append(match.ValueSpan[0]).Append('|');
                Escape(little, match.Groups["tag"].ValueSpan);
                little.Append('}');
            }
        }

        Escape(little, text.AsSpan(at));
        return little.ToString();
    }

    /// <summary>Our text as a reader sees it: a mention is its name.</summary>
    public static string Shown(string text) => Mention().Replace(text, "${name}");

    /// <summary>What the API answers, as a reader sees it.</summary>
    public static string Read(string? little) =>
        Written()
            .Replace(
                little ?? "",
                static match =>
                    match.Groups switch
                    {
                        var groups when groups["plain"].Success => groups["plain"].Value,
                        var groups when groups["sign"].Success => groups["sign"].Value + Unescaped(groups["tag"].Value),
                        var groups => Unescaped(groups["name"].Value),
                    }
            );

    /// <summary>Whether a post that the API answers says the same as our text. White space may be written differently.</summary>
    public static bool IsSame(string text, string? little) => Normalized(Shown(text)) == Normalized(Read(little));

    public static bool HasMention(string text) => Mention().IsMatch(text);

    /// <summary>Characters as people count them: an emoji outside the first plane is one.</summary>
    public static int Count(string text) => text.EnumerateRunes().Count();

    private static void Escape(StringBuilder little, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (Reserved.Contains(c))
            {
                little.Append('\\');
            }

            little.Append(c);
        }
    }

    private static string Unescaped(string text) => Escaped().Replace(text, "${plain}");

    private static string Normalized(string text) => WhiteSpace().Replace(text.Normalize(NormalizationForm.FormC), " ").Trim();

    private const string MentionPattern =
        @"@\[(?<name>[^\[\]\r\n]{1,200})\]\((?<urn>urn:li:(?:person|organization):[A-Za-z0-9_-]{1,64})\)";

    /// <summary>A hashtag has a letter somewhere: #1 is none. The # within an address starts none.</summary>
    private const string HashtagPattern = @"(?<![\w&/=?.#＃])[#＃](?<tag>\d*[^\W\d_]\w*)";

    [GeneratedRegex(MentionPattern + "|" + HashtagPattern, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Element();

    [GeneratedRegex(MentionPattern, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();

    /// <summary>From left to right, so that an escaped backslash escapes nothing behind it.</summary>
    [GeneratedRegex(
        @"\\(?<plain>.)|\{hashtag\|\\?(?<sign>[#＃])\|(?<tag>(?:\\.|[^|}\\])*)\}|@\[(?<name>(?:\\.|[^\]\\])*)\]\s?\(urn:li:[a-z]+:[^)\s]+\)",
        RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Written();

    [GeneratedRegex(@"\\(?<plain>.)", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
