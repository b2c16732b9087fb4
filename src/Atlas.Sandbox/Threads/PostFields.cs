using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>The fields of a post.</summary>
internal static class PostFields
{
    private static readonly HashSet<string> Known =
    [
        "id",
        "media_product_type",
        "media_type",
        "media_url",
        "permalink",
        "owner",
        "username",
        "text",
        "timestamp",
        "shortcode",
        "thumbnail_url",
        "children",
        "is_quote_post",
        "quoted_post",
        "alt_text",
        "link_attachment_url",
        "topic_tag",
        "has_replies",
        "is_reply",
        "is_reply_owned_by_me",
        "root_post",
        "replied_to",
        "hide_status",
        "reply_audience",
    ];

    /// <summary>Lists refuse an unknown field before they write anything.</summary>
    public static GraphError? Check(GraphCall call) =>
        call.Fields("id").Fields.FirstOrDefault(field => !Known.Contains(field.Name)) is { } unknown
            ? ThreadsErrors.NoSuchField(unknown.Name)
            : null;

    public static GraphError? Write(GraphCall call, ThreadsPost post)
    {
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in call.Fields("id").Fields)
        {
            Write(call, json, post, field.Name);
        }

        json.WriteString("id"u8, post.Id);
        json.WriteEndObject();
        return null;
    }

    private static void Write(GraphCall call, Utf8JsonWriter json, ThreadsPost post, string name)
    {
        switch (name)
        {
            case "owner":
                Reference(json, name, post.Owner.Id);
                break;
            case "replied_to" when post.Parent is { } parent:
                Reference(json, name, parent.Id);
                break;
            case "root_post" when post.Parent is not null:
                Reference(json, name, post.Root.Id);
                break;
            case "quoted_post" when post.Request.QuotePostId is { } quote:
                Reference(json, name, quote);
                break;
            case "has_replies":
                json.WriteBoolean(name, post.Comments().Length > 0 || post.Owner.Posts().Any(other => other.ParentId == post.Id));
                break;
            case "is_reply" or "is_reply_owned_by_me":
                json.WriteBoolean(name, post.Parent is not null);
                break;
            case "is_quote_post":
                json.WriteBoolean(name, post.Request.QuotePostId is not null);
                break;
            case "children" when post.Media.Count > 1:
                Children(json, post);
                break;
            default:
                if (Text(call, post, name) is { } text)
                {
                    json.WriteString(name, text);
                }

                break;
        }
    }

    private static string? Text(GraphCall call, ThreadsPost post, string name) =>
        name switch
        {
            "media_product_type" => "THREADS",
            "media_type" => post.MediaType,
            "media_url" when post.Media is [var only] => $"{call.BaseUrl}/media/{only.FileName}",
            "permalink" => call.BaseUrl + post.Path,
            "username" => post.Owner.Username,
            "text" => post.Text,
            "timestamp" => GraphTime.Text(post.Created),
            "shortcode" => post.Shortcode,
            "alt_text" => post.AltTexts is [var alt] ? alt : null,
            "link_attachment_url" => post.Link,
            "topic_tag" => post.Request.TopicTag,
            "hide_status" when post.Parent is not null => "NOT_HUSHED",
            "reply_audience" => (post.Request.ReplyControl ?? "everyone").ToUpperInvariant(),
            _ => null,
        };

    private static void Reference(Utf8JsonWriter json, string name, string id)
    {
        json.WriteStartObject(name);
        json.WriteString("id"u8, id);
        json.WriteEndObject();
    }

    private static void Children(Utf8JsonWriter json, ThreadsPost post)
    {
        json.WriteStartObject("children"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < post.Media.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, $"{post.Id}{i:00}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
