using System.Globalization;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

/// <summary>A pin; effects call it <c>pin</c>, <c>carousel</c> or <c>video</c>.</summary>
internal sealed class PinterestPin(PinterestAccount account, string id, string kind, DateTimeOffset created)
    : NetworkPost(account, id, kind, created)
{
    public required PinterestBoard Board { get; set; }

    public JsonObject ToJson() =>
        new()
        {
            ["id"] = Id,
            ["created_at"] = Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["title"] = Title,
            ["description"] = Text,
            ["link"] = Link,
            ["alt_text"] = AltTexts is [{ } alt, ..] ? alt : null,
            ["board_id"] = Board.Id,
            ["board_owner"] = new JsonObject { ["username"] = account.Username },
            ["media"] = new JsonObject
            {
                ["media_type"] = Kind switch
                {
                    "video" => "video",
                    "carousel" => "multiple_images",
                    _ => "image",
                },
            },
        };
}
