using System.Globalization;
using System.Text;
using System.Text.Json;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Bluesky;

/// <summary>Reads a record as its type defines it; what is wrong is noted with the fields.</summary>
internal static class BlueskyPostReader
{
    private const int MostGraphemes = 300;
    private const int MostBytes = 3_000;
    private const long MostImageBytes = 1_000_000;

    public static NetworkPost Read(RestCall call, JsonFields record, string key)
    {
        if (record.RequiredText("$type") is not BlueskyRecords.Posts)
        {
            record.Refuse("$type", $"is {BlueskyRecords.Posts}");
        }

        var text = record.RequiredText("text");
        if (new StringInfo(text).LengthInTextElements > MostGraphemes || Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            record.Refuse("text", $"must not be longer than {MostGraphemes} graphemes");
        }

        if (
            record.RequiredText("createdAt") is { Length: > 0 } created
            && !DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)
        )
        {
            record.Refuse("createdAt", "must be a valid atproto datetime");
        }

        CheckCount(record, "langs", 3);
        CheckCount(record, "tags", 8);
        var facets = ReadFacets(call, record, text);
        var parent = ReadReply(call, record);
        var embed = ReadEmbed(call, record);
        return new NetworkPost(call.Account!, key, embed.Kind ?? (parent is null ? "post" : "thread"), call.Now)
        {
            Text = text,
            Title = embed.Title,
            Link = embed.Link,
            Media = embed.Media,
            AltTexts = embed.Alts,
            ParentId = parent,
            Facts = embed.Quote is { } quote ? [.. facets, ("quote", quote)] : facets,
        };
    }

    private static IReadOnlyList<(string Label, string Value)> ReadFacets(RestCall call, JsonFields record, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        List<(string, string)> facts = [];
        foreach (var facet in record.Objects("facets") ?? [])
        {
            facet.Ignore("$type");
            var index = facet.RequiredObject("index");
            var (start, end) = (index.RequiredNumber("byteStart"), index.RequiredNumber("byteEnd"));
            if (start < 0 || end <= start || end > length || IsInside(bytes, start) || IsInside(bytes, end))
            {
                index.Refuse("byteEnd", "is not a stretch of the text");
            }

            foreach (var feature in facet.Objects("features") ?? [])
            {
                switch (feature.RequiredText("$type"))
                {
                    case "app.bsky.richtext.facet#link":
                        facts.Add(("link", feature.RequiredText("uri")));
                        break;
                    case "app.bsky.richtext.facet#tag":
                        facts.Add(("tag", feature.RequiredText("tag")));
                        break;
                    case "app.bsky.richtext.facet#mention":
                        var did = feature.RequiredText("did");
                        facts.Add(("mention", BlueskySessions.Find(call, did)?.Handle ?? did));
                        break;
                    default:
                        feature.Refuse("$type", "is not a known feature");
                        break;
                }
            }
        }

        return facts;
    }

    /// <summary>Whether a place cuts a character in two.</summary>
    private static bool IsInside(byte[] text, long place) => place > 0 && place < text.Length && (text[place] & 0xC0) == 0x80;

    private static string? ReadReply(RestCall call, JsonFields record)
    {
        if (record.Object("reply") is not { } reply)
        {
            return null;
        }

        var root = ReadReference(call, reply.RequiredObject("root"));
        var parent = ReadReference(call, reply.RequiredObject("parent"));
        if (root is null || parent is null)
        {
            reply.Refuse("parent", "is not a post");
        }

        return parent?.Post.Id;
    }

    private static BlueskyRecord? ReadReference(RestCall call, JsonFields reference)
    {
        var (uri, cid) = (reference.RequiredText("uri"), reference.RequiredText("cid"));
        return call.World.State<BlueskyState>().Record(uri) is { } record && record.Cid == cid ? record : null;
    }

    private static Embedded ReadEmbed(RestCall call, JsonFields record)
    {
        return record.Object("embed") is { } embed ? ReadOne(call, embed) : new Embedded();
    }

    private static Embedded ReadOne(RestCall call, JsonFields embed)
    {
        switch (embed.RequiredText("$type"))
        {
            case "app.bsky.embed.images":
                return ReadImages(call, embed);
            case "app.bsky.embed.video":
                ReadShape(embed);
                var video = ReadBlob(call, embed, "video", 100_000_000);
                return new Embedded
                {
                    Kind = "video",
                    Media = video is null ? [] : [video],
                    Alts = [embed.Text("alt")],
                };
            case "app.bsky.embed.external":
                var card = embed.RequiredObject("external");
                if (card.Has("thumb"))
                {
                    ReadBlob(call, card, "thumb", MostImageBytes);
                }

                var (uri, title) = (card.RequiredText("uri"), card.RequiredText("title"));
                card.RequiredText("description");
                return new Embedded { Link = uri, Title = title };
            case "app.bsky.embed.record":
                return new Embedded { Quote = ReadQuote(call, embed) };
            case "app.bsky.embed.recordWithMedia":
                var inner = embed.RequiredObject("record");
                inner.Ignore("$type");
                var beside = embed.RequiredObject("media");
                if (beside.Raw("$type")?.GetString()?.StartsWith("app.bsky.embed.record", StringComparison.Ordinal) is true)
                {
                    beside.Refuse("$type", "is no medium");
                }

                return ReadOne(call, beside) with
                {
                    Quote = ReadQuote(call, inner),
                };
            default:
                embed.Refuse("$type", "is not a known embed");
                return new Embedded();
        }
    }

    private static string? ReadQuote(RestCall call, JsonFields embed)
    {
        if (ReadReference(call, embed.RequiredObject("record")) is { } quoted)
        {
            return quoted.Uri;
        }

        embed.Refuse("record", "is not a post");
        return null;
    }

    private static Embedded ReadImages(RestCall call, JsonFields embed)
    {
        var images = embed.Objects("images") ?? [];
        if (images.Count is < 1 or > 4)
        {
            embed.Refuse("images", "has 1 to 4 items");
        }

        List<MediaItem> media = [];
        List<string?> alts = [];
        foreach (var image in images)
        {
            alts.Add(image.RequiredText("alt"));
            ReadShape(image);
            if (ReadBlob(call, image, "image", MostImageBytes) is { } item)
            {
                media.Add(item);
            }
        }

        return new Embedded { Media = media, Alts = alts };
    }

    private static void ReadShape(JsonFields fields)
    {
        if (
            fields.Object("aspectRatio") is { } shape
            && (shape.RequiredNumber("width") < 1 || shape.RequiredNumber("height") < 1)
        )
        {
            fields.Refuse("aspectRatio", "has whole numbers from 1");
        }
    }

    private static MediaItem? ReadBlob(RestCall call, JsonFields fields, string name, long mostBytes)
    {
        if (fields.Raw(name) is not { ValueKind: JsonValueKind.Object } json)
        {
            fields.RequiredObject(name);
            return null;
        }

        var cid =
            json.TryGetProperty("ref", out var reference) && reference.TryGetProperty("$link", out var link)
                ? link.GetString()
                : null;
        var blob = call.World.State<BlueskyState>().Blob(call.Account!.Id, cid);
        if (blob is null || json.GetRawText() != blob.ToJson().ToJsonString())
        {
            fields.Refuse(name, "is not a blob of this repo");
        }
        else if (blob.Item.Bytes > mostBytes)
        {
            fields.Refuse(name, $"is larger than {mostBytes} bytes");
        }

        return blob?.Item;
    }

    private static void CheckCount(JsonFields record, string name, int most)
    {
        if (record.Texts(name)?.Count > most)
        {
            record.Refuse(name, $"must not have more than {most} elements");
        }
    }

    private sealed record Embedded
    {
        public string? Kind { get; init; }
        public string? Title { get; init; }
        public string? Link { get; init; }
        public string? Quote { get; init; }
        public IReadOnlyList<MediaItem> Media { get; init; } = [];
        public IReadOnlyList<string?> Alts { get; init; } = [];
    }
}
