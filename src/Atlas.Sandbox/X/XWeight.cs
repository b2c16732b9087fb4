using System.Globalization;

namespace Atlas.Sandbox.X;

/// <summary>Counts as X does, roughly: words that begin with a scheme are 23, drawn pictures 2.</summary>
internal static class XWeight
{
    public static int Of(string text)
    {
        var weight = 0;
        var words = text.Split(' ', '\n', '\t');
        foreach (var word in words)
        {
            var isAddress = word.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || word.StartsWith("http://");
            weight += isAddress ? 23 : Letters(word);
        }

        return weight + words.Length - 1;
    }

    private static int Letters(string word)
    {
        var weight = 0;
        for (var element = StringInfo.GetTextElementEnumerator(word); element.MoveNext(); )
        {
            var runes = element.GetTextElement().EnumerateRunes().ToArray();
            weight += runes.Any(rune => rune.Value is >= 0x1F000 or 0xFE0F)
                ? 2
                : runes.Sum(rune => rune.Value < 0x1100 || rune.Value is >= 0x2000 and < 0x2038 ? 1 : 2);
        }

        return weight;
    }
}
