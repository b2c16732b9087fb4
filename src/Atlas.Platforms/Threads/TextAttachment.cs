using System.Text.Json;

namespace Atlas.Platforms.Threads;

/// <summary>A long text below a text post.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/create-posts/text-attachments"/>
internal sealed record TextAttachment(string Text, string? Link, IReadOnlyList<StyledRange> Styles)
{
    /// <returns>Null where it is not of this shape.</returns>
    public static TextAttachment? Read(JsonElement value)
    {
        if (
            value.ValueKind is not JsonValueKind.Object
            || value.EnumerateObject().Any(property => property.Name is not ("text" or "link" or "styles"))
            || !value.TryGetProperty("text", out var text)
            || text.ValueKind is not JsonValueKind.String
        )
        {
            return null;
        }

        string? link = null;
        if (value.TryGetProperty("link", out var given) && given.ValueKind is not JsonValueKind.Null)
        {
            if (given.ValueKind is not JsonValueKind.String)
            {
                return null;
            }

            link = given.GetString();
        }

        if (!value.TryGetProperty("styles", out var styles) || styles.ValueKind is JsonValueKind.Null)
        {
            return new TextAttachment(text.GetString()!, link, []);
        }

        return StyledRange.ReadAll(styles) is { } ranges ? new TextAttachment(text.GetString()!, link, ranges) : null;
    }
}

internal sealed record TextRange(int Offset, int Length)
{
    public static IReadOnlyList<TextRange>? ReadAll(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        List<TextRange> ranges = [];
        foreach (var item in value.EnumerateArray())
        {
            if (Read(item) is not { } range || item.EnumerateObject().Count() != 2)
            {
                return null;
            }

            ranges.Add(range);
        }

        return ranges;
    }

    internal static TextRange? Read(JsonElement item) =>
        item.ValueKind is JsonValueKind.Object
        && item.TryGetProperty("offset", out var from)
        && item.TryGetProperty("length", out var count)
        && from.ValueKind is JsonValueKind.Number
        && count.ValueKind is JsonValueKind.Number
        && from.TryGetInt32(out var offset)
        && count.TryGetInt32(out var length)
            ? new TextRange(offset, length)
            : null;
}

/// <param name="Styles"><c>bold, italic, highlight, underline, strikethrough</c>.</param>
internal sealed record StyledRange(TextRange Range, IReadOnlyList<string> Styles)
{
    public static IReadOnlyList<StyledRange>? ReadAll(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        List<StyledRange> ranges = [];
        foreach (var item in value.EnumerateArray())
        {
            if (
                TextRange.Read(item) is not { } range
                || !item.TryGetProperty("styles", out var styles)
                || styles.ValueKind is not JsonValueKind.Array
                || styles.EnumerateArray().Any(style => style.ValueKind is not JsonValueKind.String)
            )
            {
                return null;
            }

            ranges.Add(new StyledRange(range, [.. styles.EnumerateArray().Select(style => style.GetString()!)]));
        }

        return ranges;
    }
}
