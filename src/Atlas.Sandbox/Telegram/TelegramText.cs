using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <param name="Plain">What readers see: limits count this, not the markup.</param>
internal sealed record TelegramText(string Plain, IReadOnlyList<TelegramEntity> Entities)
{
    public static readonly TelegramText None = new("", []);

    /// <summary>Reads a text or caption with its <c>parse_mode</c>; the problem is a description of the API's.</summary>
    public static TelegramText Read(JsonFields fields, string name, int limit, out string? problem)
    {
        var raw = fields.Text(name) ?? "";
        var mode = fields.Text("parse_mode");
        fields.Ignore(name is "text" ? "entities" : "caption_entities");
        TelegramText text;
        (text, problem) = mode?.ToLowerInvariant() switch
        {
            null or "" => (new TelegramText(raw, []), null),
            "html" => new HtmlMarkup(raw).Read(),
            "markdownv2" => new MarkdownMarkup(raw).Read(),
            _ => (None, "unsupported parse_mode"),
        };
        problem ??=
            text.Plain.Length <= limit ? null
            : name is "text" ? "message is too long"
            : "message caption is too long";
        return text;
    }
}

/// <param name="Offset">In UTF-16 units, as .NET and the API both count.</param>
internal sealed record TelegramEntity(string Type, int Offset, int Length, string? Url)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["type"] = Type,
            ["offset"] = Offset,
            ["length"] = Length,
        };
        if (Url is not null)
        {
            json["url"] = Url;
        }

        return json;
    }
}
