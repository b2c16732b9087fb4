using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>One message as the API answers it. Its text is that of the message or the caption of its medium.</summary>
internal sealed class TelegramMessage(long id, TelegramChannel channel, NetworkPost post, TelegramFile? file)
{
    public long Id => id;

    public NetworkPost Post => post;

    public TelegramFile? File => file;

    public string? AlbumId { get; init; }

    public TelegramText Text { get; set; } = TelegramText.None;

    public DateTimeOffset? Edited { get; set; }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["message_id"] = id,
            ["sender_chat"] = Chat(channel),
            ["chat"] = Chat(channel),
            ["date"] = post.Created.ToUnixTimeSeconds(),
        };
        if (Edited is { } edited)
        {
            json["edit_date"] = edited.ToUnixTimeSeconds();
        }

        if (AlbumId is not null)
        {
            json["media_group_id"] = AlbumId;
        }

        file?.Write(json);
        if (Text.Plain.Length > 0)
        {
            json[file is null ? "text" : "caption"] = Text.Plain;
            if (Text.Entities.Count > 0)
            {
                json[file is null ? "entities" : "caption_entities"] = new JsonArray([.. Text.Entities.Select(e => e.ToJson())]);
            }
        }

        return json;
    }

    public static JsonObject Chat(TelegramChannel channel) =>
        new()
        {
            ["id"] = long.Parse(channel.Id),
            ["title"] = channel.Name,
            ["username"] = channel.Username,
            ["type"] = "channel",
        };
}
