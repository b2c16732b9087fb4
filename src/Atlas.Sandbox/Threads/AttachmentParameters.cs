using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>Parameters whose value is JSON: a poll, a long text, ranges of the text.</summary>
internal static class AttachmentParameters
{
    private static readonly string[] Choices = ["option_a", "option_b", "option_c", "option_d"];
    private static readonly string[] Styles = ["bold", "italic", "highlight", "underline", "strikethrough"];

    public static GraphError? Problem(GraphCall call, string type)
    {
        foreach (var name in (ReadOnlySpan<string>)["poll_attachment", "text_attachment", "gif_attachment", "is_ghost_post"])
        {
            if (call.Parameters.Has(name) && type is not "TEXT")
            {
                return ThreadsErrors.Invalid($"Param {name} is for text posts only");
            }
        }

        return call.Parameters.Has("poll_attachment") && call.Parameters.Has("text_attachment")
            ? ThreadsErrors.Invalid("A text attachment can't be attached to a post that has a poll")
            : PollProblem(call) ?? TextProblem(call) ?? GifProblem(call) ?? EntityProblem(call);
    }

    public static IReadOnlyList<string> Poll(GraphCall call) =>
        Object(call, "poll_attachment") is { } poll ? [.. poll.EnumerateObject().Select(choice => choice.Value.ToString())] : [];

    public static string? PlainText(GraphCall call) => Text(Object(call, "text_attachment"), "plaintext");

    public static string? Link(GraphCall call) => Text(Object(call, "text_attachment"), "link_attachment_url");

    private static GraphError? PollProblem(GraphCall call)
    {
        if (!call.Parameters.Has("poll_attachment"))
        {
            return null;
        }

        var names = Object(call, "poll_attachment")?.EnumerateObject().Select(choice => choice.Name).ToArray() ?? [];
        return
            names.Length >= 2
            && names.SequenceEqual(Choices.Take(names.Length))
            && Poll(call).All(text => text.Length is >= 1 and <= 25)
            ? null
            : ThreadsErrors.Invalid(
                "poll_attachment has option_a, option_b and perhaps option_c and option_d of 1 to 25 characters"
            );
    }

    private static GraphError? TextProblem(GraphCall call)
    {
        if (!call.Parameters.Has("text_attachment"))
        {
            return null;
        }

        if (
            Object(call, "text_attachment") is not { } attachment
            || attachment
                .EnumerateObject()
                .Any(p => p.Name is not ("plaintext" or "link_attachment_url" or "text_with_styling_info"))
            || PlainText(call) is not { Length: >= 1 and <= 10_000 } text
        )
        {
            return ThreadsErrors.Invalid("text_attachment needs a plaintext of 1 to 10000 characters");
        }

        if (Link(call) is not null && call.Parameters.Has("link_attachment"))
        {
            return ThreadsErrors.Invalid("The post has a link attachment already");
        }

        return attachment.TryGetProperty("text_with_styling_info", out var styles) && !AreRanges(styles, text.Length, IsStyled)
            ? ThreadsErrors.Invalid("text_with_styling_info is a list of offset, length and styling_info")
            : null;
    }

    private static GraphError? GifProblem(GraphCall call) =>
        !call.Parameters.Has("gif_attachment")
        || Object(call, "gif_attachment") is { } gif
            && gif.EnumerateObject().All(property => property.Name is "gif_id" or "provider")
            && Text(gif, "gif_id") is { Length: > 0 }
            && Text(gif, "provider") is "GIPHY" or "TENOR"
            ? null
            : ThreadsErrors.Invalid("gif_attachment has a gif_id and a provider, GIPHY or TENOR");

    public static string? Gif(GraphCall call) => Text(Object(call, "gif_attachment"), "gif_id");

    private static GraphError? EntityProblem(GraphCall call) =>
        call["text_entities"] is { } entities
        && !(Parse(entities) is { } list && AreRanges(list, (call["text"] ?? "").Length, IsSpoiler))
            ? ThreadsErrors.Invalid("text_entities is a list of entity_type SPOILER, offset and length")
            : null;

    private static bool AreRanges(JsonElement list, int length, Func<JsonElement, bool> fits) =>
        list.ValueKind is JsonValueKind.Array
        && list.EnumerateArray()
            .All(item =>
                item.ValueKind is JsonValueKind.Object
                && item.TryGetProperty("offset", out var offset)
                && item.TryGetProperty("length", out var count)
                && offset.TryGetInt32(out var from)
                && count.TryGetInt32(out var many)
                && from >= 0
                && many >= 1
                && from + many <= length
                && fits(item)
            );

    private static bool IsSpoiler(JsonElement item) => Text(item, "entity_type") is "SPOILER";

    private static bool IsStyled(JsonElement item) =>
        item.TryGetProperty("styling_info", out var info)
        && info.ValueKind is JsonValueKind.Array
        && info.EnumerateArray().All(style => Styles.Contains(style.ToString()));

    private static string? Text(JsonElement? source, string name) =>
        source is { } element && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static JsonElement? Object(GraphCall call, string name) =>
        Parse(call[name]) is { ValueKind: JsonValueKind.Object } value ? value : null;

    private static JsonElement? Parse(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(json);
            return parsed.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // the caller refuses what is no JSON
        }
    }
}
