using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.Core.Media;

namespace Atlas.Platforms.Bluesky;

/// <summary>Writes records of <c>app.bsky.feed.post</c>.</summary>
internal static class BlueskyRecords
{
    /// <param name="reply">Root and parent; null for a post that answers nothing.</param>
    public static JsonObject Post(
        BlueskyPart part,
        BlueskyPostOptions options,
        BlueskyCursor cursor,
        JsonObject? reply,
        DateTimeOffset createdAt
    )
    {
        var record = new JsonObject
        {
            ["$type"] = BlueskyApi.Posts,
            ["text"] = part.Text,
            ["createdAt"] = createdAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        };
        AddList(record, "langs", options.Langs);
        AddList(record, "tags", options.Tags);
        var facets = new JsonArray();
        foreach (var facet in BlueskyFacets.Find(part.Text))
        {
            var did = cursor.Mentions?.GetValueOrDefault(facet.Value);
            if (facet.Kind is not FacetKind.Mention || did is not null)
            {
                facets.Add(facet.ToJson(did));
            }
        }

        if (facets.Count > 0)
        {
            record["facets"] = facets;
        }

        if (WithQuote(Embed(part, cursor), cursor.Quote) is { } embed)
        {
            record["embed"] = embed;
        }

        if (reply is not null)
        {
            record["reply"] = reply;
        }

        return record;
    }

    /// <summary>A quoted post stands alone or beside the one other embed.</summary>
    private static JsonObject? WithQuote(JsonObject? embed, BlueskyReference? quote)
    {
        if (quote is null)
        {
            return embed;
        }

        var record = new JsonObject
        {
            ["$type"] = "app.bsky.embed.record",
            ["record"] = new JsonObject { ["uri"] = quote.Uri, ["cid"] = quote.Cid },
        };
        return embed is null
            ? record
            : new JsonObject
            {
                ["$type"] = "app.bsky.embed.recordWithMedia",
                ["record"] = record,
                ["media"] = embed,
            };
    }

    private static JsonObject? Embed(BlueskyPart part, BlueskyCursor cursor)
    {
        if (part.Video is { } video)
        {
            var embed = new JsonObject { ["$type"] = "app.bsky.embed.video", ["video"] = Node(cursor.Video) };
            AddShape(embed, video);
            if (part.Media[0].Alt is { Length: > 0 } alt)
            {
                embed["alt"] = alt;
            }

            return embed;
        }

        if (part.Media.Count > 0)
        {
            var images = new JsonArray();
            for (var i = 0; i < part.Media.Count; i++)
            {
                var image = new JsonObject { ["image"] = Node(cursor.Blobs?[i]), ["alt"] = part.Media[i].Alt ?? "" };
                AddShape(image, part.Media[i].Asset);
                images.Add(image);
            }

            return new JsonObject { ["$type"] = "app.bsky.embed.images", ["images"] = images };
        }

        if (part.Link is not { } link)
        {
            return null;
        }

        var card = new JsonObject
        {
            ["uri"] = link,
            ["title"] = part.Title is { Length: > 0 } title ? title : link,
            ["description"] = "",
        };
        if (part.Card is not null)
        {
            card["thumb"] = Node(cursor.Blobs?[^1]);
        }

        return new JsonObject { ["$type"] = "app.bsky.embed.external", ["external"] = card };
    }

    private static void AddShape(JsonObject json, MediaAsset asset)
    {
        if (asset.Probe is { Width: > 0 and var width, Height: > 0 and var height })
        {
            json["aspectRatio"] = new JsonObject { ["width"] = width, ["height"] = height };
        }
    }

    private static void AddList(JsonObject record, string name, IReadOnlyList<string>? values)
    {
        if (values is { Count: > 0 })
        {
            record[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }
    }

    private static JsonNode? Node(JsonElement? blob) => blob is { } given ? JsonObject.Create(given) : null;
}
