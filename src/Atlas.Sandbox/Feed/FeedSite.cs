using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Feed;

/// <summary>The pages that a person looks at, and the media that they show.</summary>
internal static class FeedSite
{
    public static Task HandleAsync(World world, HttpContext http, string path)
    {
        if (http.Request.Method is not ("GET" or "HEAD"))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [] => HtmlPage.WriteAsync(http, IndexPage.Render(world)),
            ["feed.css"] => BytesAsync(http, HtmlPage.Stylesheet, "text/css; charset=utf-8"),
            ["media", "play.svg"] => BytesAsync(http, FeedPictures.Play, "image/svg+xml"),
            ["media", var file] => MediaAsync(world, http, file),
            ["instagram", var username] when world.Instagram.ByName(username) is { } account => HtmlPage.WriteAsync(
                http,
                ProfilePage.Render(world, account)
            ),
            ["instagram", var username, "avatar.svg"] when world.Instagram.ByName(username) is { } account => BytesAsync(
                http,
                FeedPictures.Avatar(account.Username, account.Name),
                "image/svg+xml"
            ),
            ["p" or "reel", var shortcode] when world.Instagram.ByShortcode(shortcode) is { } media => HtmlPage.WriteAsync(
                http,
                PostPage.Render(world, media)
            ),
            ["stories", _, var id]
                when world.Nodes.GetValueOrDefault(id) is InstagramMedia { IsStory: true } story && !story.IsOver(world.Now) =>
                HtmlPage.WriteAsync(http, PostPage.Render(world, story)),
            [var platform, var username, ..]
                when world.Networks.Any(network => network.Platform == platform)
                    && world.Directory(platform).Find(username) is { } account => Network(world, http, account, parts[2..]),
            _ => NotHere(http),
        };
    }

    private static Task Network(World world, HttpContext http, NetworkAccount account, string[] rest) =>
        rest switch
        {
            [] when world.Networks.FirstOrDefault(n => n.Platform == account.Platform) is { } network => HtmlPage.WriteAsync(
                http,
                NetworkProfilePage.Render(world, network, account)
            ),
            ["avatar.svg"] => BytesAsync(http, FeedPictures.Avatar(account.Username, account.Name), "image/svg+xml"),
            // A slash inside an id arrives encoded.
            [var id] when Array.Find(account.Posts(), post => post.PublicId == Uri.UnescapeDataString(id)) is { } post =>
                HtmlPage.WriteAsync(http, NetworkPostPage.Render(world, post)),
            _ => NotHere(http),
        };

    private static Task NotHere(HttpContext http) =>
        HtmlPage.WriteAsync(
            http,
            HtmlPage.Wrap(
                "Not here",
                """<main class="card"><h1>This page isn't here</h1><p>It may have been deleted, or the sandbox was reset.</p></main>"""
            ),
            StatusCodes.Status404NotFound
        );

    private static Task MediaAsync(World world, HttpContext http, string file)
    {
        var dot = file.IndexOf('.');
        if (dot < 0 || world.Media.Find(file[..dot]) is not { } kept)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(kept.Content, kept.ContentType, enableRangeProcessing: true).ExecuteAsync(http);
    }

    private static Task BytesAsync(HttpContext http, ReadOnlyMemory<byte> content, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        return http.Request.Method is "HEAD" ? Task.CompletedTask : http.Response.Body.WriteAsync(content).AsTask();
    }
}
