using System.Text;
using System.Text.Json;
using Atlas.Core.Media;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Threads;

/// <summary>What a container is made from: the parameters of <c>POST /{user}/threads</c> for each format.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/reference/publishing"/>
internal static class ThreadsContainers
{
    public static GraphForm Text(ThreadsPiece piece)
    {
        var options = piece.Options;
        return Common(new GraphForm().Add("media_type", "TEXT"), piece)
            .Add("link_attachment", piece.Link)
            .Add("poll_attachment", Poll(options.Poll))
            .Add("text_attachment", Attachment(options.TextAttachment))
            .Add("gif_attachment", Gif(options.Gif))
            .Add("is_ghost_post", options.Ghost);
    }

    /// <param name="url">From where Threads fetches the file.</param>
    public static GraphForm Medium(ThreadsPiece piece, Uri url) =>
        Common(File(piece, 0, url), piece).Add("is_spoiler_media", piece.Options.SpoilerMedia);

    public static GraphForm Item(ThreadsPiece piece, int index, Uri url) =>
        File(piece, index, url).Add("is_carousel_item", value: true);

    public static GraphForm Carousel(ThreadsPiece piece, IReadOnlyList<string> items) =>
        Common(new GraphForm().Add("media_type", "CAROUSEL").Add("children", string.Join(',', items)), piece)
            .Add("is_spoiler_media", piece.Options.SpoilerMedia);

    private static GraphForm File(ThreadsPiece piece, int index, Uri url)
    {
        var isVideo = piece.Assets[index].Kind is MediaKind.Video;
        return new GraphForm()
            .Add("media_type", isVideo ? "VIDEO" : "IMAGE")
            .Add(isVideo ? "video_url" : "image_url", url.AbsoluteUri)
            .Add("alt_text", piece.AltText(index));
    }

    private static GraphForm Common(GraphForm form, ThreadsPiece piece)
    {
        var options = piece.Options;
        return form.Add("text", piece.Text.Length == 0 ? null : piece.Text)
            .Add("reply_to_id", piece.ReplyTo)
            .Add("reply_control", options.ReplyControl)
            .Add("topic_tag", options.TopicTag)
            .Add("quote_post_id", options.QuotePostId)
            .Add("location_id", options.LocationId)
            .Add("text_entities", Spoilers(options.Spoilers))
            .Add("allowlisted_country_codes", options.Countries.Count == 0 ? null : string.Join(',', options.Countries));
    }

    private static string? Poll(IReadOnlyList<string> choices) =>
        choices.Count == 0
            ? null
            : Json(writer =>
            {
                writer.WriteStartObject();
                for (var i = 0; i < choices.Count; i++)
                {
                    writer.WriteString($"option_{(char)('a' + i)}", choices[i]);
                }

                writer.WriteEndObject();
            });

    private static string? Gif(ThreadsGif? gif) =>
        gif is null
            ? null
            : Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("gif_id"u8, gif.Id);
                writer.WriteString("provider"u8, gif.WireProvider);
                writer.WriteEndObject();
            });

    private static string? Spoilers(IReadOnlyList<TextRange> ranges) =>
        ranges.Count == 0
            ? null
            : Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var range in ranges)
                {
                    writer.WriteStartObject();
                    writer.WriteString("entity_type"u8, "SPOILER"u8);
                    writer.WriteNumber("offset"u8, range.Offset);
                    writer.WriteNumber("length"u8, range.Length);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });

    private static string? Attachment(TextAttachment? attachment) =>
        attachment is null
            ? null
            : Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("plaintext"u8, attachment.Text);
                if (attachment.Link is { } link)
                {
                    writer.WriteString("link_attachment_url"u8, link);
                }

                if (attachment.Styles.Count > 0)
                {
                    writer.WriteStartArray("text_with_styling_info"u8);
                    foreach (var styled in attachment.Styles)
                    {
                        Write(writer, styled);
                    }

                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            });

    private static void Write(Utf8JsonWriter writer, StyledRange styled)
    {
        writer.WriteStartObject();
        writer.WriteNumber("offset"u8, styled.Range.Offset);
        writer.WriteNumber("length"u8, styled.Range.Length);
        writer.WriteStartArray("styling_info"u8);
        foreach (var style in styled.Styles)
        {
            writer.WriteStringValue(style);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
