using System.Text;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Feed;

/// <summary>One post of any network with what stands beside it.</summary>
internal static class NetworkPostPage
{
    public static string Render(World world, NetworkPost post)
    {
        var html = new StringBuilder($"""<main class="post {(post.Media.Count is 0 ? "words" : "")}">""");
        if (post.Media.Count > 0)
        {
            AppendMedia(html, world, post);
        }

        var account = post.Account;
        html.Append("<article><header>")
            .Append($"""<a href="{account.Path}"><img class="avatar small" src="{account.Path}/avatar.svg" alt=""></a>""")
            .Append($"""<span><a href="{account.Path}"><b>{HtmlPage.Escape(account.Name)}</b></a>""")
            .Append($"<small>@{HtmlPage.Escape(account.Username)}</small></span>")
            .Append($"{RelativeTime.Html(post.Created, world.Now)}</header>");
        AppendText(html, world, post);
        AppendComments(html, world, post);
        AppendFoot(html, post, world);
        return HtmlPage.Wrap($"{post.Kind} by {account.Name}", html.Append("</article></main>").ToString());
    }

    private static void AppendMedia(StringBuilder html, World world, NetworkPost post)
    {
        html.Append("""<div class="stage">""");
        for (var i = 0; i < post.Media.Count; i++)
        {
            var number = post.Media.Count > 1 ? $"""<span class="badge">{i + 1} / {post.Media.Count}</span>""" : "";
            var alt = post.AltTexts.ElementAtOrDefault(i) ?? $"{post.Kind} by {post.Account.Username}";
            html.Append(
                $"<figure>{NetworkMediaHtml.Render(world, post.Media[i], alt, post.Cover, withControls: true)}{number}</figure>"
            );
        }

        html.Append("</div>");
    }

    private static void AppendText(StringBuilder html, World world, NetworkPost post)
    {
        if (post.ParentId is { } parent && world.Directory(post.Account.Platform).Post(parent) is { } before)
        {
            html.Append($"""<p class="alt"><b>In reply to</b> <a class="tag" href="{before.Path}">{Shorten(before)}</a></p>""");
        }

        html.Append(post.Title is { Length: > 0 } title ? $"""<h1 class="caption">{HtmlPage.Escape(title)}</h1>""" : "")
            .Append(post.Text is { Length: > 0 } text ? $"""<p class="caption">{CaptionHtml.Render(text)}</p>""" : "")
            .Append(post.Link is { } link ? $"""<p class="caption"><span class="link">{HtmlPage.Escape(link)}</span></p>""" : "");
        foreach (var alt in post.AltTexts.OfType<string>())
        {
            html.Append($"""<p class="alt"><b>Alt text</b> {HtmlPage.Escape(alt)}</p>""");
        }

        foreach (var (label, value) in post.Facts)
        {
            html.Append($"""<p class="alt"><b>{HtmlPage.Escape(label)}</b> {HtmlPage.Escape(value)}</p>""");
        }

        foreach (var next in post.Account.Posts().Where(other => other.ParentId == post.Id).Reverse())
        {
            html.Append($"""<p class="alt"><b>Goes on</b> <a class="tag" href="{next.Path}">{Shorten(next)}</a></p>""");
        }
    }

    private static void AppendComments(StringBuilder html, World world, NetworkPost post)
    {
        html.Append("""<ul class="comments">""");
        var comments = post.Comments();
        foreach (var comment in comments.Where(comment => comment.ParentId is null))
        {
            Append(html, world, comment, isReply: false);
            foreach (var reply in comments.Where(reply => reply.ParentId == comment.Id))
            {
                Append(html, world, reply, isReply: true);
            }
        }

        html.Append("</ul>");
    }

    private static void Append(StringBuilder html, World world, NetworkComment comment, bool isReply) =>
        html.Append(isReply ? """<li class="reply">""" : "<li>")
            .Append(
                $"<b>{HtmlPage.Escape(comment.Username)}</b> {CaptionHtml.Render(comment.Text)} {RelativeTime.Html(comment.At, world.Now)}</li>"
            );

    private static void AppendFoot(StringBuilder html, NetworkPost post, World world)
    {
        html.Append($"<footer><b>{HtmlPage.Escape(post.Kind)}</b>")
            .Append(post.Privacy is { } privacy ? $"<span>{HtmlPage.Escape(privacy)}</span>" : "")
            .Append(post.Edited is { } edited ? $"<span>edited {RelativeTime.Html(edited, world.Now)}</span>" : "")
            .Append("</footer>");
    }

    private static string Shorten(NetworkPost post)
    {
        var text = (post.Text ?? post.Title ?? post.Kind).ReplaceLineEndings(" ");
        return HtmlPage.Escape(text.Length <= 60 ? text : text[..(char.IsHighSurrogate(text[59]) ? 59 : 60)] + "…");
    }
}
