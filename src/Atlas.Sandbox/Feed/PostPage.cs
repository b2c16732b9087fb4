using System.Text;
using Atlas.Sandbox.Instagram;

namespace Atlas.Sandbox.Feed;

/// <summary>One post, reel, carousel or story with what stands beside it.</summary>
internal static class PostPage
{
    public static string Render(World world, InstagramMedia media)
    {
        var username = HtmlPage.Escape(media.Account.Username);
        var html = new StringBuilder($"""<main class="post {media.Kind}"><div class="stage">""");
        var items = media.Children.Count > 0 ? media.Children : [media];
        for (var i = 0; i < items.Count; i++)
        {
            var number = items.Count > 1 ? $"""<span class="badge">{i + 1} / {items.Count}</span>""" : "";
            html.Append($"<figure>{MediaHtml.Render(world, items[i], withControls: true)}{number}</figure>");
        }

        html.Append("""</div><article><header>""")
            .Append(
                $"""<a href="/instagram/{username}"><img class="avatar small" src="/instagram/{username}/avatar.svg" alt=""></a>"""
            )
            .Append(
                $"""<span><a href="/instagram/{username}"><b>{username}</b></a>{Partners(media)}</span>{RelativeTime.Html(media.Timestamp, world.Now)}</header>"""
            );
        AppendText(html, media);
        AppendComments(html, world, media);
        html.Append($"""<footer><b>{Engagement.Count(media, "likes", world.Now):N0}</b> likes""")
            .Append($"<span>{Engagement.Count(media, "views", world.Now):N0} views</span>");
        if (!media.CommentsEnabled)
        {
            html.Append("<span>comments are off</span>");
        }

        html.Append("</footer></article></main>");
        return HtmlPage.Wrap($"{media.Kind} by @{media.Account.Username}", html.ToString());
    }

    private static string Partners(InstagramMedia media)
    {
        var request = media.Container.Request;
        var names =
            request.Collaborators.Count > 0 ? " with " + string.Join(", ", request.Collaborators.Select(HtmlPage.Escape)) : "";
        var place = request.LocationId is { } location ? $"<small>Location {HtmlPage.Escape(location)}</small>" : "";
        return names + place;
    }

    private static void AppendText(StringBuilder html, InstagramMedia media)
    {
        var request = media.Container.Request;
        if (media.Caption is { Length: > 0 } caption)
        {
            html.Append($"""<p class="caption">{CaptionHtml.Render(caption)}</p>""");
        }

        var parts = media.Children.Count > 0 ? media.Children : [media];
        foreach (var alt in parts.Select(part => part.Container.Request.AltText).OfType<string>())
        {
            html.Append($"""<p class="alt"><b>Alt text</b> {HtmlPage.Escape(alt)}</p>""");
        }

        AppendFact(html, "Products", parts.SelectMany(part => part.Container.Request.ProductIds));
        AppendFact(html, "Poll", request.Poll);
        AppendFact(html, "Asks for comments", request.HasCommentPrompt ? ["yes"] : []);
        AppendFact(html, "Paid partnership", request.IsPaidPartnership ? ["yes"] : []);
        if (request.UserTags.Count > 0)
        {
            html.Append(
                $"""<p class="alt"><b>Tagged</b> {HtmlPage.Escape(string.Join(", ", request.UserTags.Select(tag => tag.Username)))}</p>"""
            );
        }
    }

    private static void AppendFact(StringBuilder html, string label, IEnumerable<string> values)
    {
        var text = string.Join(" / ", values);
        if (text.Length > 0)
        {
            html.Append($"""<p class="alt"><b>{label}</b> {HtmlPage.Escape(text)}</p>""");
        }
    }

    private static void AppendComments(StringBuilder html, World world, InstagramMedia media)
    {
        html.Append("""<ul class="comments">""");
        var comments = media.Comments();
        foreach (var comment in comments.Where(comment => comment.Parent is null && !comment.IsHidden))
        {
            Append(html, world, comment);
            foreach (var reply in comments.Where(reply => reply.Parent == comment && !reply.IsHidden))
            {
                Append(html, world, reply);
            }
        }

        html.Append("</ul>");
    }

    private static void Append(StringBuilder html, World world, InstagramComment comment) =>
        html.Append(comment.Parent is null ? "<li>" : """<li class="reply">""")
            .Append(
                $"<b>{HtmlPage.Escape(comment.Username)}</b> {CaptionHtml.Render(comment.Text)} {RelativeTime.Html(comment.Timestamp, world.Now)}</li>"
            );
}
