using System.Text;
using System.Text.Json;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>What a container is made from: the parameters of <c>POST /{ig}/media</c> for each format.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media"/>
internal static class InstagramContainers
{
    /// <param name="isUpload">Whether the bytes of a video follow, in place of its address.</param>
    public static async Task<GraphForm> SingleAsync(
        PublishWork work,
        InstagramFormat format,
        bool isUpload,
        CancellationToken cancellationToken
    )
    {
        var asset = work.Media[0];
        var isVideo = asset.Kind is MediaKind.Video;
        var form = await WithFileAsync(work, asset, isUpload, cancellationToken);
        if (format is InstagramFormat.Story)
        {
            return form.Add("media_type", "STORIES").Add("user_tags", UserTags(work.Content.Media[0], positions: true));
        }

        var options = InstagramPostOptions.Read(work.Content.Options);
        if (format is InstagramFormat.Reel)
        {
            // What an author calls a post, followers look for in the grid.
            var share = options.ShareToFeed ?? (work.Content.Type is PostType.Post ? true : null);
            var cover = await CoverAsync(work, cancellationToken) ?? options.CoverUrl;
            form.Add("media_type", "REELS")
                .Add("cover_url", cover)
                .Add("thumb_offset", cover is null ? options.ThumbOffset?.ToString() : null)
                .Add("share_to_feed", share)
                .Add("audio_name", options.AudioName)
                .Add("trial_params", TrialParameters(options.Trial));
        }
        else
        {
            form.Add("alt_text", AltText(work, 0));
        }

        return WithCaption(form, work.Content, options)
            .Add("user_tags", UserTags(work.Content.Media[0], positions: !isVideo))
            .Add("product_tags", ProductTags(options, 0, positions: !isVideo));
    }

    public static async Task<GraphForm> ItemAsync(PublishWork work, int index, bool isUpload, CancellationToken cancellationToken)
    {
        var asset = work.Media[index];
        var options = InstagramPostOptions.Read(work.Content.Options);
        var form = (await WithFileAsync(work, asset, isUpload, cancellationToken))
            .Add("is_carousel_item", value: true)
            .Add("product_tags", ProductTags(options, index, positions: asset.Kind is MediaKind.Image));
        return asset.Kind is MediaKind.Video
            ? form.Add("media_type", "VIDEO")
            : form.Add("alt_text", AltText(work, index)).Add("user_tags", UserTags(work.Content.Media[index], positions: true));
    }

    public static GraphForm Carousel(PublishWork work, IReadOnlyList<string> items) =>
        WithCaption(
            new GraphForm().Add("media_type", "CAROUSEL").Add("children", string.Join(',', items)),
            work.Content,
            InstagramPostOptions.Read(work.Content.Options)
        );

    private static async ValueTask<GraphForm> WithFileAsync(
        PublishWork work,
        MediaAsset asset,
        bool isUpload,
        CancellationToken cancellationToken
    )
    {
        if (isUpload)
        {
            return new GraphForm().Add("upload_type", "resumable");
        }

        var url = await work.FetchUrl(asset, cancellationToken);
        return new GraphForm().Add(asset.Kind is MediaKind.Video ? "video_url" : "image_url", url.AbsoluteUri);
    }

    private static async ValueTask<string?> CoverAsync(PublishWork work, CancellationToken cancellationToken) =>
        work.Content.Cover is { } id && work.Extras.GetValueOrDefault(id) is { } cover
            ? (await work.FetchUrl(cover, cancellationToken)).AbsoluteUri
            : null;

    private static GraphForm WithCaption(GraphForm form, PostContent content, InstagramPostOptions options) =>
        form.Add("caption", content.Text.Length == 0 ? null : content.Text)
            .Add("location_id", options.LocationId)
            .Add("collaborators", Names(options.Collaborators))
            .Add("is_ai_generated", options.AiGenerated)
            .Add("is_paid_partnership", options.PaidPartnership)
            .Add("branded_content_sponsor_ids", Names(options.SponsorIds))
            .Add("poll_attachment", Poll(options.Poll))
            .Add("is_poll_duration_extended", options.Poll.Count > 0 ? options.PollWithoutEnd : null)
            .Add("is_comment_prompt_used", options.CommentPrompt);

    private static string? Poll(IReadOnlyList<string> choices) =>
        choices.Count == 0
            ? null
            : Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("options"u8);
                foreach (var choice in choices)
                {
                    writer.WriteStringValue(choice);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });

    private static string? ProductTags(InstagramPostOptions options, int index, bool positions)
    {
        var tags = options.ProductTags.Where(tag => tag.Media == index).ToList();
        return tags.Count == 0
            ? null
            : Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var tag in tags)
                {
                    writer.WriteStartObject();
                    writer.WriteString("product_id"u8, tag.ProductId);
                    if (positions && tag is { X: { } x, Y: { } y })
                    {
                        writer.WriteNumber("x"u8, x);
                        writer.WriteNumber("y"u8, y);
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
    }

    private static string? AltText(PublishWork work, int index) => work.Content.Media[index].AltText ?? work.Media[index].AltText;

    private static string? TrialParameters(string? trial) =>
        trial switch
        {
            "manual" => """{"graduation_strategy":"MANUAL"}""",
            "performance" => """{"graduation_strategy":"SS_PERFORMANCE"}""",
            _ => null,
        };

    private static string? Names(IReadOnlyList<string> names) =>
        names.Count == 0
            ? null
            : Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var name in names)
                {
                    writer.WriteStringValue(name.TrimStart('@'));
                }

                writer.WriteEndArray();
            });

    private static string? UserTags(PostMedia medium, bool positions) =>
        medium.UserTags is not { Count: > 0 } tags
            ? null
            : Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var tag in tags)
                {
                    writer.WriteStartObject();
                    writer.WriteString("username"u8, tag.Username.TrimStart('@'));
                    if (positions && tag is { X: { } x, Y: { } y })
                    {
                        writer.WriteNumber("x"u8, x);
                        writer.WriteNumber("y"u8, y);
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });

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
