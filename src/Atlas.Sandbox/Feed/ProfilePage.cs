using System.Text;
using Atlas.Sandbox.Instagram;

namespace Atlas.Sandbox.Feed;

/// <summary>An account as a follower sees it: head, stories, grid.</summary>
internal static class ProfilePage
{
    private const int MostShown = 60;

    public static string Render(World world, InstagramAccount account)
    {
        var stories = account.Media(stories: true);
        stories.RemoveAll(story => story.IsOver(world.Now));
        var media = account.Media(stories: false);
        var html = new StringBuilder("""<main class="profile">""");
        AppendHead(html, account, media.Count, stories);
        AppendStories(html, world, stories);
        html.Append("""<nav class="tabs"><span class="on">Posts</span></nav>""");
        if (media.Count is 0)
        {
            html.Append("""<p class="empty">No posts yet.</p>""");
        }

        html.Append("""<div class="grid">""");
        foreach (var post in media.Take(MostShown))
        {
            AppendTile(html, world, post);
        }

        html.Append("</div>");
        if (media.Count > MostShown)
        {
            html.Append($"""<p class="muted center">and {media.Count - MostShown} more</p>""");
        }

        return HtmlPage.Wrap($"{account.Name} (@{account.Username})", html.Append("</main>").ToString());
    }

    private static void AppendHead(StringBuilder html, InstagramAccount account, int posts, List<InstagramMedia> stories)
    {
        var username = HtmlPage.Escape(account.Username);
        var picture = $"""<img class="avatar" src="/instagram/{username}/avatar.svg" alt="">""";
        html.Append("""<section class="head">""")
            .Append(
                stories is [var newest, ..]
                    ? $"""<a class="ring" href="{newest.Path}" aria-label="Story">{picture}</a>"""
                    : $"""<span class="ring none">{picture}</span>"""
            )
            .Append(
                $"""<div class="who"><h1>{username}</h1><ul class="numbers"><li><b>{posts}</b> {(posts is 1 ? "post" : "posts")}</li>"""
            )
            .Append($"<li><b>{account.Followers:N0}</b> followers</li><li><b>{account.Follows:N0}</b> following</li></ul>")
            .Append(
                $"""</div><div class="bio"><b>{HtmlPage.Escape(account.Name)}</b><p>{HtmlPage.Escape(account.Biography)}</p>"""
            )
            .Append(account.Website is { } site ? $"<p class=\"site\">{HtmlPage.Escape(site.Replace("https://", ""))}</p>" : "")
            .Append("</div></section>");
    }

    private static void AppendStories(StringBuilder html, World world, List<InstagramMedia> stories)
    {
        if (stories.Count is 0)
        {
            return;
        }

        html.Append("""<section class="stories" aria-label="Stories">""");
        foreach (var story in stories)
        {
            html.Append(
                    $"""<a href="{story.Path}"><span class="bubble">{MediaHtml.Render(world, story, withControls: false)}</span>"""
                )
                .Append($"{RelativeTime.Html(story.Timestamp, world.Now)}</a>");
        }

        html.Append("</section>");
    }

    private static void AppendTile(StringBuilder html, World world, InstagramMedia post)
    {
        var shown = post.Children.Count > 0 ? post.Children[0] : post;
        var badge = post.Kind switch
        {
            "carousel" => """<span class="badge" title="Carousel">❐ """ + post.Children.Count + "</span>",
            "reel" => """<span class="badge" title="Reel">▶</span>""",
            _ => "",
        };
        var likes = Engagement.Count(post, "likes", world.Now);
        html.Append($"""<a class="tile" href="{post.Path}">{MediaHtml.Render(world, shown, withControls: false)}{badge}""")
            .Append($"""<span class="over">♥ {likes:N0}&ensp;✎ {post.Comments().Length}</span></a>""");
    }
}
