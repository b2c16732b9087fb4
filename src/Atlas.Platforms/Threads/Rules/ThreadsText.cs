using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Atlas.Platforms.Threads.Rules;

/// <summary>Counts as Threads does.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/posts"/>
internal static partial class ThreadsText
{
    private const int VariationSelector = 0xFE0F;
    private const int Keycap = 0x20E3;

    /// <summary>Characters of the basic plane that are shown as emoji without being asked to.</summary>
    private static readonly (int First, int Last)[] s_emoji =
    [
        (0x231A, 0x231B),
        (0x23E9, 0x23EC),
        (0x23F0, 0x23F0),
        (0x23F3, 0x23F3),
        (0x25FD, 0x25FE),
        (0x2614, 0x2615),
        (0x2648, 0x2653),
        (0x267F, 0x267F),
        (0x2693, 0x2693),
        (0x26A1, 0x26A1),
        (0x26AA, 0x26AB),
        (0x26BD, 0x26BE),
        (0x26C4, 0x26C5),
        (0x26CE, 0x26CE),
        (0x26D4, 0x26D4),
        (0x26EA, 0x26EA),
        (0x26F2, 0x26F3),
        (0x26F5, 0x26F5),
        (0x26FA, 0x26FA),
        (0x26FD, 0x26FD),
        (0x2705, 0x2705),
        (0x270A, 0x270B),
        (0x2728, 0x2728),
        (0x274C, 0x274C),
        (0x274E, 0x274E),
        (0x2753, 0x2755),
        (0x2757, 0x2757),
        (0x2795, 0x2797),
        (0x27B0, 0x27B0),
        (0x27BF, 0x27BF),
        (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50),
        (0x2B55, 0x2B55),
    ];

    /// <summary>A character is one, an emoji as many as it has bytes in UTF-8.</summary>
    public static int Length(string text)
    {
        var length = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            length += IsEmoji(element) ? Encoding.UTF8.GetByteCount(element) : element.EnumerateRunes().Count();
        }

        return length;
    }

    /// <summary>Different addresses in the text and beside it: the same one in both counts once.</summary>
    public static int Links(string text, params ReadOnlySpan<string?> attached)
    {
        var links = Link().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var link in attached)
        {
            if (link is not null)
            {
                links.Add(link);
            }
        }

        return links.Count;
    }

    public static int Hashtags(string text) => Hashtag().Count(text);

    private static bool IsEmoji(string element)
    {
        foreach (var rune in element.EnumerateRunes())
        {
            if (
                rune.Value is >= 0x1F000 and <= 0x1FAFF or VariationSelector or Keycap
                || Array.Exists(s_emoji, range => rune.Value >= range.First && rune.Value <= range.Last)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without the stop that ends the sentence.</summary>
    [GeneratedRegex(
        @"(?<![\w@])(?:https?://|www\.)[^\s<>""]*[^\s<>"".,;:!?)\]}']",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w&/])#(?=\d*[^\W\d])\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashtag();
}
