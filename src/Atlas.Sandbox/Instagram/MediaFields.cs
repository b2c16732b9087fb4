using System.Text.Json;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Writes the fields of a medium that were asked for.</summary>
internal static class MediaFields
{
    /// <summary>The first field that a medium doesn't have.</summary>
    public static GraphError? Check(FieldSet fields)
    {
        foreach (var field in fields.Fields)
        {
            var isKnown =
                field.Name
                is "id"
                    or "caption"
                    or "media_type"
                    or "media_product_type"
                    or "media_url"
                    or "thumbnail_url"
                    or "permalink"
                    or "shortcode"
                    or "timestamp"
                    or "username"
                    or "owner"
                    or "like_count"
                    or "comments_count"
                    or "is_comment_enabled"
                    or "is_shared_to_feed"
                    or "alt_text"
                    or "is_ai_generated"
                    or "view_count"
                    or "saved_count"
                    or "shares_count"
                    or "reposts_count"
                    or "legacy_instagram_media_id"
                    or "children";
            if (!isKnown)
            {
                return GraphErrors.UnknownField(field.Name, "IGMedia");
            }

            if (field.Name is "children" && field.Inner is { } inner && Check(inner) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    public static void Write(GraphCall call, InstagramMedia media, FieldSet fields)
    {
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            WriteField(call, json, media, field);
        }

        json.WriteString("id"u8, media.Id);
        json.WriteEndObject();
    }

    private static void WriteField(GraphCall call, Utf8JsonWriter json, InstagramMedia media, FieldSet.Field field)
    {
        switch (field.Name)
        {
            case "caption" when media.Caption is { } caption:
                json.WriteString("caption"u8, caption);
                break;
            case "media_type":
                json.WriteString("media_type"u8, Type(media));
                break;
            case "media_product_type":
                json.WriteString("media_product_type"u8, ProductType(media));
                break;
            case "media_url" when media.Item is { } item:
                json.WriteString("media_url"u8, Url(call, item));
                break;
            case "thumbnail_url" when media.Item is { IsVideo: true }:
                json.WriteString(
                    "thumbnail_url"u8,
                    media.Container.Cover is { } cover ? Url(call, cover) : $"{call.BaseUrl}/media/play.svg"
                );
                break;
            case "permalink":
                json.WriteString("permalink"u8, call.BaseUrl + media.Path);
                break;
            case "shortcode":
                json.WriteString("shortcode"u8, media.Shortcode);
                break;
            case "timestamp":
                json.WriteString("timestamp"u8, GraphTime.Text(media.Timestamp));
                break;
            case "username":
                json.WriteString("username"u8, media.Account.Username);
                break;
            case "owner":
                json.WriteStartObject("owner"u8);
                json.WriteString("id"u8, media.Account.Id);
                json.WriteEndObject();
                break;
            case "comments_count":
                json.WriteNumber("comments_count"u8, media.Comments().Length);
                break;
            case "is_comment_enabled":
                json.WriteBoolean("is_comment_enabled"u8, media.CommentsEnabled);
                break;
            case "is_shared_to_feed" when media.Container.Kind is ContainerKind.Reel:
                json.WriteBoolean("is_shared_to_feed"u8, media.Container.Request.ShareToFeed);
                break;
            case "alt_text" when media.Container.Request.AltText is { } alt:
                json.WriteString("alt_text"u8, alt);
                break;
            case "is_ai_generated":
                json.WriteBoolean("is_ai_generated"u8, media.Container.Request.IsAiGenerated);
                break;
            case "children" when media.Children.Count > 0:
                WriteChildren(call, json, media, field.Inner);
                break;
            case "like_count" or "view_count" or "saved_count" or "shares_count" or "reposts_count":
                json.WriteNumber(field.Name, Engagement.Count(media, field.Name, call.Now));
                break;
        }
    }

    private static void WriteChildren(GraphCall call, Utf8JsonWriter json, InstagramMedia media, FieldSet? inner)
    {
        json.WriteStartObject("children"u8);
        json.WriteStartArray("data"u8);
        foreach (var child in media.Children)
        {
            Write(call, child, inner ?? FieldSet.Parse("id"));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Type(InstagramMedia media) =>
        media.Container.Kind is ContainerKind.Carousel ? "CAROUSEL_ALBUM"
        : media.Item is { IsVideo: true } ? "VIDEO"
        : "IMAGE";

    private static string ProductType(InstagramMedia media) =>
        media.Container.Kind switch
        {
            ContainerKind.Reel => "REELS",
            ContainerKind.Story => "STORY",
            _ => "FEED",
        };

    private static string Url(GraphCall call, MediaItem item) => $"{call.BaseUrl}/media/{item.FileName}";
}
