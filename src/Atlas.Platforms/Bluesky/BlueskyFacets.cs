using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Atlas.Platforms.Bluesky;

internal enum FacetKind
{
    Link,
    Mention,
    Tag,
}

/// <summary>A stretch of text that leads somewhere. Bluesky counts it in bytes of UTF-8, the end not included.</summary>
/// <param name="Value">The address, the handle without its @, or the tag without its #.</param>
internal sealed record Facet(FacetKind Kind, int ByteStart, int ByteEnd, string Value)
{
    /// <param name="did">Of a mention.</param>
    public JsonObject ToJson(string? did)
    {
        var feature = Kind switch
        {
            FacetKind.Link => new JsonObject { ["$type"] = "app.bsky.richtext.facet#link", ["uri"] = Value },
            FacetKind.Mention => new JsonObject { ["$type"] = "app.bsky.richtext.facet#mention", ["did"] = did },
            _ => new JsonObject { ["$type"] = "app.bsky.richtext.facet#tag", ["tag"] = Value },
        };
        return new JsonObject
        {
            ["index"] = new JsonObject { ["byteStart"] = ByteStart, ["byteEnd"] = ByteEnd },
            ["features"] = new JsonArray(feature),
        };
    }
}

/// <summary>Finds links, mentions and hashtags in a text: Bluesky itself marks none.</summary>
internal static partial class BlueskyFacets
{
    private const int LongestTag = 64;

    public static IReadOnlyList<Facet> Find(string text)
    {
        List<Facet> facets = [];
        foreach (Match match in Link().Matches(text))
        {
            var end = match.Index + Trimmed(match.Value);
            if (Uri.TryCreate(text[match.Index..end], UriKind.Absolute, out _))
            {
                facets.Add(Make(text, FacetKind.Link, match.Index, end, text[match.Index..end]));
            }
        }

        foreach (Match match in Mention().Matches(text))
        {
            Add(text, facets, FacetKind.Mention, match.Index, match.Index + match.Length);
        }

        foreach (Match match in Tag().Matches(text))
        {
            var end = match.Index + match.Value.AsSpan().TrimEnd(".,;:!?)]}\"'").Length;
            if (end - match.Index is > 1 and <= LongestTag + 1)
            {
                Add(text, facets, FacetKind.Tag, match.Index, end);
            }
        }

        facets.Sort((a, b) => a.ByteStart.CompareTo(b.ByteStart));
        return facets;
    }

    public static IEnumerable<string> Mentions(string text) =>
        Find(text).Where(facet => facet.Kind is FacetKind.Mention).Select(facet => facet.Value).Distinct();

    private static void Add(string text, List<Facet> facets, FacetKind kind, int start, int end)
    {
        var facet = Make(text, kind, start, end, text[(start + 1)..end]);
        if (!facets.Any(other => other.ByteStart < facet.ByteEnd && facet.ByteStart < other.ByteEnd))
        {
            facets.Add(facet);
        }
    }

    private static Facet Make(string text, FacetKind kind, int start, int end, string value)
    {
        var from = Encoding.UTF8.GetByteCount(text.AsSpan(0, start));
        return new Facet(kind, from, from + Encoding.UTF8.GetByteCount(text.AsSpan(start, end - start)), value);
    }

    /// <summary>Without what ends the sentence rather than the address; a bracket that was opened in it belongs to it.</summary>
    private static int Trimmed(string url)
    {
        var length = url.AsSpan().TrimEnd(".,;:!?\"'").Length;
        return length > 0 && url[length - 1] is ')' && !url.AsSpan(0, length).Contains('(') ? length - 1 : length;
    }

    [GeneratedRegex(@"(?<![\w@#/])https?://[^\s<>]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    /// <summary>A handle is a domain name.</summary>
    [GeneratedRegex(
        @"(?<![\w.@/])@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Mention();

    /// <summary>Not digits alone.</summary>
    [GeneratedRegex(@"(?<!\S)[#＃](?=[^\s#＃]*[^\s\d\p{P}\p{S}])[^\s#＃]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
