using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>Photos, published at once or kept for a post or a story.</summary>
internal static class PagePhotos
{
    private const long MostBytes = 10 << 20;

    public static async ValueTask<GraphError?> CreateAsync(GraphCall call)
    {
        if (FeedPosts.NeedsPage(call) is { } refused || call.Node is not FacebookPage page)
        {
            return FeedPosts.NeedsPage(call) ?? GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var reader = new ParameterReader(call);
        var url = reader.Url("url");
        var isPublished = reader.Bool("published") ?? true;
        if (reader.Error is { } error)
        {
            return error;
        }

        if (url is null)
        {
            return GraphErrors.Missing("url");
        }

        using var file = await call.Fetcher.FetchAsync(
            url,
            MostBytes,
            TimeSpan.FromMilliseconds(call.World.Options.FetchTimeoutMs),
            call.World.Options.FetchCache ? call.World.Clock : null
        );
        if (file.Failure is not FetchFailure.None)
        {
            return file.Failure is FetchFailure.TooLarge ? PageErrors.PhotoSize : PageErrors.PhotoFile;
        }

        var item = MediaProbe.Keep(call.World, file);
        if (!item.IsImage)
        {
            return PageErrors.PhotoFile;
        }

        var photo = new PagePhoto(call.World.Ids.From(122_100_000_000_000), page, item, call["alt_text_custom"]);
        call.World.Nodes[photo.Id] = photo;
        return isPublished ? Publish(call, page, photo) : call.AnswerId(photo.Id);
    }

    public static ValueTask<GraphError?> StoryAsync(GraphCall call) => ValueTask.FromResult(Story(call));

    public static ValueTask<GraphError?> ReadAsync(GraphCall call)
    {
        if (call.Node is not PagePhoto photo)
        {
            return ValueTask.FromResult<GraphError?>(GraphErrors.NoSuchObject(call.Method, call.Path));
        }

        foreach (var field in call.Fields("id").Fields)
        {
            if (field.Name is not ("id" or "alt_text" or "page_story_id" or "created_time"))
            {
                return ValueTask.FromResult<GraphError?>(GraphErrors.UnknownField(field.Name, photo.TypeName));
            }
        }

        return ValueTask.FromResult(call.AnswerId(photo.Id));
    }

    private static GraphError? Publish(GraphCall call, FacebookPage page, PagePhoto photo)
    {
        var id = FeedPosts.NewId(call.World, page);
        var entry = new NetworkPost(PageFeeds.Of(call.World, page), id, "post", call.Now)
        {
            Text = call["message"] ?? call["caption"],
            Media = [photo.Item],
            AltTexts = [photo.AltText],
        };
        var post = new PagePost(id, page, entry) { Photos = [photo] };
        photo.TryUse(post);
        FeedPosts.Publish(call.World, call.BaseUrl, post);
        call.Json.WriteStartObject();
        call.Json.WriteString("id"u8, photo.Id);
        call.Json.WriteString("post_id"u8, id);
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? Story(GraphCall call)
    {
        if (FeedPosts.NeedsPage(call) is { } refused || call.Node is not FacebookPage page)
        {
            return FeedPosts.NeedsPage(call) ?? GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (call["photo_id"] is not { } photoId)
        {
            return PageErrors.StoryMisuse;
        }

        if (call.World.Nodes.GetValueOrDefault(photoId) is not PagePhoto photo || photo.Page != page)
        {
            return GraphErrors.Invalid("photo_id is no photo of this Page");
        }

        var id = FeedPosts.NewId(call.World, page);
        var entry = new NetworkPost(PageFeeds.Of(call.World, page), id, "story", call.Now) { Media = [photo.Item] };
        var post = new PagePost(id, page, entry) { StoryMediaId = photo.Id };
        if (!photo.TryUse(post))
        {
            return PageErrors.PhotoUsed;
        }

        FeedPosts.Publish(call.World, call.BaseUrl, post);
        return VideoPhases.AnswerPost(call, id);
    }
}
