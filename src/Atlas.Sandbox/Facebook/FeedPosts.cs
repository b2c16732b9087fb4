using System.Text.Json;
using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>POST /{page}/feed, and what every new post has in common.</summary>
internal static class FeedPosts
{
    private const int MostCharacters = 63_206;

    public static ValueTask<GraphError?> CreateAsync(GraphCall call) => ValueTask.FromResult(Create(call));

    /// <summary>Puts a post into the feed; followers see it now.</summary>
    public static PagePost Publish(World world, string baseUrl, PagePost post)
    {
        world.Nodes[post.Id] = post;
        world.Directory(FacebookNetwork.Name).Publish(post.Entry, baseUrl);
        return post;
    }

    public static string NewId(World world, FacebookPage page) => $"{page.Id}_{world.Ids.From(122_000_000_000_000)}";

    /// <summary>Null where the call comes from the Page itself.</summary>
    public static GraphError? NeedsPage(GraphCall call) => call.Token is { Kind: TokenKind.Page } ? null : PageErrors.UserToken;

    private static GraphError? Create(GraphCall call)
    {
        if (NeedsPage(call) is { } refused || call.Node is not FacebookPage page)
        {
            return NeedsPage(call) ?? GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var reader = new ParameterReader(call);
        var message = call["message"];
        var link = reader.Url("link");
        var photos = reader.Json("attached_media", json => Photos(call, page, json));
        var preset = reader.Number("text_format_preset_id");
        reader.Number("place");
        if (reader.Error is { } error)
        {
            return error;
        }

        if (call["published"] is "false" or "0")
        {
            return GraphErrors.Invalid("Drafts and schedules are not simulated: publish when it is due");
        }

        if (message?.Length > MostCharacters)
        {
            return GraphErrors.Invalid("Name parameter too long");
        }

        if (string.IsNullOrWhiteSpace(message) && link is null && photos is null)
        {
            return GraphErrors.Invalid("Missing message or attachment");
        }

        if (preset is not null && (message?.Length > 130 || link is not null || photos is not null))
        {
            return GraphErrors.Invalid("text_format_preset_id needs a short text alone");
        }

        if (link is not null && (link.Host is "facebook.com" || link.Host.EndsWith(".facebook.com")))
        {
            return new GraphError(100, "Facebook links are not allowed") { Subcode = 1609008 };
        }

        var feed = PageFeeds.Of(call.World, page);
        var id = NewId(call.World, page);
        var entry = new NetworkPost(feed, id, "post", call.Now)
        {
            Text = message,
            Link = photos is null ? link?.OriginalString : null,
            Media = [.. (photos ?? []).Select(photo => photo.Item)],
            AltTexts = [.. (photos ?? []).Select(photo => photo.AltText)],
        };
        var post = new PagePost(id, page, entry) { Photos = photos ?? [] };
        if ((photos ?? []).Any(photo => !photo.TryUse(post)))
        {
            return PageErrors.PhotoUsed;
        }

        Publish(call.World, call.BaseUrl, post);
        return call.AnswerId(id);
    }

    private static PagePhoto[]? Photos(GraphCall call, FacebookPage page, JsonElement json)
    {
        var asked = json.EnumerateArray().Select(item => item.GetProperty("media_fbid").GetString() ?? "").ToList();
        var photos = asked
            .Select(id => call.World.Nodes.GetValueOrDefault(id))
            .OfType<PagePhoto>()
            .Where(photo => photo.Page == page)
            .ToArray();
        return photos.Length > 0 && photos.Length == asked.Count ? photos : null;
    }
}
