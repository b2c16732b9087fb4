using System.Globalization;
using System.Text.RegularExpressions;

namespace Atlas.Platforms.Mastodon;

/// <summary>Counts as Mastodon does: letters as people see them, every address alike, and of mentions only the name.</summary>
internal static partial class MastodonText
{
    public const int UsualUrl = 23;

    public static int Length(string text, int perUrl = UsualUrl)
    {
        var urls = Url().Count(text);
        var rest = Mention().Replace(Url().Replace(text, ""), "@${name}");
        return new StringInfo(rest).LengthInTextElements + urls * perUrl;
    }

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<![\w/])@(?<name>\w[\w.-]*)@[\w-]+(?:\.[\w-]+)+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
