using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Atlas.Core.Posts;

namespace Atlas.Platforms.X;

/// <summary>Text as X counts it: an address is 23, an emoji 2, letters of most scripts 1, Chinese, Japanese and Korean 2.</summary>
/// <seealso href="https://docs.x.com/fundamentals/counting-characters"/>
internal static partial class XText
{
    public const int MostWeight = 280;

    /// <summary>For accounts with X Premium.</summary>
    public const int MostLongWeight = 25_000;

    private const int AddressWeight = 23;

    /// <summary>What goes out: the link stands at the end, where X makes a card of it.</summary>
    public static string Of(PostContent content) =>
        content.Link is not { Length: > 0 } link || content.Text.Contains(link, StringComparison.Ordinal) ? content.Text
        : content.Text.Length == 0 ? link
        : $"{content.Text}\n{link}";

    public static int Weight(string text)
    {
        var weight = 0;
        var at = 0;
        var normal = text.Normalize(NormalizationForm.FormC);
        foreach (Match address in Address().Matches(normal))
        {
            weight += Plain(normal[at..address.Index]) + AddressWeight;
            at = address.Index + address.Length;
        }

        return weight + Plain(normal[at..]);
    }

    /// <summary>Symbols of shares such as <c>$ABC</c>: X takes one in a post.</summary>
    public static int Cashtags(string text) => Cashtag().Count(text);

    /// <summary>Whether a post that X shows says the same: X writes addresses as its own short ones, and &amp; as HTML does.</summary>
    /// <param name="shortened">The short addresses in <paramref name="theirs"/>, and whether each stands for media rather than for an address of ours.</param>
    public static bool IsSame(string ours, string theirs, IReadOnlyList<(string Url, bool IsMedia)> shortened)
    {
        foreach (var (url, isMedia) in shortened)
        {
            theirs = theirs.Replace(url, isMedia ? "" : " @url ", StringComparison.Ordinal);
        }

        theirs = theirs.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&");
        return Normalized(Address().Replace(ours, " @url ")) == Normalized(Address().Replace(theirs, " @url "));
    }

    private static int Plain(string text)
    {
        var weight = 0;
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext(); )
        {
            var element = elements.GetTextElement();
            weight += IsEmoji(element) ? 2 : element.EnumerateRunes().Sum(rune => WeightOf(rune.Value));
        }

        return weight;
    }

    /// <summary>A sequence that is drawn as one picture counts once, however many code points it has.</summary>
    private static bool IsEmoji(string element)
    {
        foreach (var rune in element.EnumerateRunes())
        {
            if (rune.Value is >= 0x1F000 and <= 0x1FAFF or 0xFE0F or 0x20E3)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The ranges of twitter-text's third configuration.</summary>
    private static int WeightOf(int codePoint) =>
        codePoint is <= 0x10FF or (>= 0x2000 and <= 0x200D) or (>= 0x2010 and <= 0x201F) or (>= 0x2032 and <= 0x2037) ? 1 : 2;

    private static string Normalized(string text) => WhiteSpace().Replace(text.Normalize(NormalizationForm.FormC), " ").Trim();

    /// <summary>With a scheme, or a bare host under an ending that X links. The full list of endings is X's own and changes.</summary>
    [GeneratedRegex(
        @"https?://[^\s<>""]*[^\s<>"".,;:!?'()\]]|(?<![\w@.$#/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|info|biz|edu|gov|io|app|dev|ai|co|me|tv|shop|blog|news|online|site|store|tech|xyz|eu|de|fr|it|es|uk|us|ch|at|nl|pl|se|no|dk|fi|jp|br|in|ca|au)(?:/[^\s<>""]*[^\s<>"".,;:!?'()\]])?(?![\w@-])",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\w$])",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Cashtag();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
