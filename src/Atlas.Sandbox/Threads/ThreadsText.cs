using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Atlas.Sandbox.Threads;

internal static partial class ThreadsText
{
    /// <summary>Characters, where an emoji counts as many as it has bytes in UTF-8.</summary>
    public static int Length(string text)
    {
        var indexes = StringInfo.ParseCombiningCharacters(text);
        var length = 0;
        for (var i = 0; i < indexes.Length; i++)
        {
            var end = i + 1 < indexes.Length ? indexes[i + 1] : text.Length;
            var element = text.AsSpan(indexes[i], end - indexes[i]);
            length += IsEmoji(element) ? Encoding.UTF8.GetByteCount(element) : Count(element);
        }

        return length;
    }

    public static int Links(string text, params ReadOnlySpan<string?> attached)
    {
        var links = Link().Matches(text).Select(match => match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')')).ToHashSet();
        foreach (var link in attached)
        {
            if (link is not null)
            {
                links.Add(link);
            }
        }

        return links.Count;
    }

    /// <summary>The first hashtag becomes the topic.</summary>
    public static string? FirstTopic(string? text) =>
        text is not null && Topic().Match(text) is { Success: true } match ? match.Value[1..] : null;

    private static bool IsEmoji(ReadOnlySpan<char> element)
    {
        foreach (var rune in element.EnumerateRunes())
        {
            if (rune.Value is >= 0x1F000 or 0xFE0F or 0x20E3 or 0x2705 or 0x2728 or 0x274C or 0x2B50 or 0x26A1 or 0x2615)
            {
                return true;
            }
        }

        return false;
    }

    private static int Count(ReadOnlySpan<char> element)
    {
        var count = 0;
        foreach (var _ in element.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    [GeneratedRegex(@"(?:https?://|www\.)\S+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w&/])#\w*[^\W\d]\w*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Topic();
}
