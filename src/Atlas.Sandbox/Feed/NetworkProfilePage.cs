using System.Text;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Feed;

/// <summary>An account of any network as a follower sees it: a grid where there are pictures, cards where there are words.</summary>
internal static class NetworkProfilePage
{
    private const int MostShown = 60;

    public static string Render(World world, ISandboxNetwork network, NetworkAccount account)
    {
        var posts = account.Posts();
        var html = new StringBuilder("""<main class="profile">""");
        AppendHead(html, network, account, posts.Length);
        html.Append("""<nav class="tabs"><span class="on">Posts</span></nav>""");
        if (posts.Length is 0)
        {
            html.Append("""<p class="empty">No posts yet.</p>""");
        }

        html.Append("""<div class="grid">""");
        foreach (var post in posts.Take(MostShown))
        {
            AppendTile(html, world, post);
        }

        html.Append("</div>");
        if (posts.Length > MostShown)
        {
            html.Append($"""<p class="muted center">and {posts.Length - MostShown} more</p>""");
        }

        return HtmlPage.Wrap($"{account.Name} on {network.Title}", html.Append("</main>").ToString());
    }

    private static void AppendHead(StringBuilder html, ISandboxNetwork network, NetworkAccount account, int posts)
    {
        html.Append("""<section class="head">""")
            .Append($"""<span class="ring none"><img class="avatar" src="{account.Path}/avatar.svg" alt=""></span>""")
            .Append($"""<div class="who"><h1>{HtmlPage.Escape(account.Username)}</h1><ul class="numbers">""")
            .Append($"<li>{HtmlPage.Escape(account.Label ?? network.Title)}</li>")
            .Append($"<li><b>{posts}</b> {(posts is 1 ? "post" : "posts")}</li>")
            .Append($"<li><b>{account.Followers:N0}</b> followers</li></ul>")
            .Append($"""</div><div class="bio"><b>{HtmlPage.Escape(account.Name)}</b>""")
            .Append($"<p>{HtmlPage.Escape(account.Biography)}</p>")
            .Append(account.Website is { } site ? $"<p class=\"site\">{HtmlPage.Escape(site.Replace("https://", ""))}</p>" : "")
            .Append("</div></section>");
    }

    private static void AppendTile(StringBuilder html, World world, NetworkPost post)
    {
        var badge =
            post.Media.Count > 1 ? $"❐ {post.Media.Count}"
            : post.Media is [{ IsVideo: true }] ? "▶"
            : null;
        html.Append($"""<a class="tile{(post.Media.Count is 0 ? " words" : "")}" href="{post.Path}">""");
        if (post.Media is [var first, ..])
        {
            html.Append(NetworkMediaHtml.Render(world, first, Alt(post), post.Cover, withControls: false));
        }
        else
        {
            html.Append(post.Title is { } title ? $"<b>{HtmlPage.Escape(title)}</b>" : "")
                .Append($"<p>{HtmlPage.Escape(post.Text ?? post.Link ?? "")}</p>")
                .Append(RelativeTime.Html(post.Created, world.Now));
        }

        html.Append(badge is null ? "" : $"""<span class="badge">{badge}</span>""")
            .Append($"""<span class="over">{HtmlPage.Escape(post.Kind)}&ensp;✎ {post.Comments().Length}</span></a>""");
    }

    private static string Alt(NetworkPost post) =>
        post.AltTexts is [{ } alt, ..] ? alt : $"{post.Kind} by {post.Account.Username}";
}
