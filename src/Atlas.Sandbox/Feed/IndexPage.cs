using System.Text;
using Atlas.Sandbox.Effects;

namespace Atlas.Sandbox.Feed;

/// <summary>All accounts and what happened last.</summary>
internal static class IndexPage
{
    private const int MostAccounts = 60;
    private const int MostEffects = 25;

    public static string Render(World world)
    {
        var accounts = world.Instagram.Accounts.OrderByDescending(a => a.MediaCount).ThenBy(a => a.Id).ToList();
        var html = new StringBuilder();
        html.Append("""<main class="index"><section><h1>Accounts</h1><p class="muted">""")
            .Append(accounts.Count)
            .Append(" on Instagram</p>");
        html.Append("""<ul class="accounts">""");
        foreach (var account in accounts.Take(MostAccounts))
        {
            var username = HtmlPage.Escape(account.Username);
            var posts = account.MediaCount;
            html.Append(
                $"""<li><a href="/instagram/{username}"><img class="avatar small" src="/instagram/{username}/avatar.svg" alt=""><span><b>{username}</b><small>{HtmlPage.Escape(
                    account.Name
                )}</small></span><span class="count">{posts} {(posts is 1 ? "post" : "posts")}</span></a></li>"""
            );
        }

        html.Append("</ul>");
        if (accounts.Count > MostAccounts)
        {
            html.Append($"""<p class="muted">and {accounts.Count - MostAccounts} more</p>""");
        }

        html.Append("""</section><section><h1>Latest effects</h1><p class="muted">what a follower would see, newest first</p>""");
        var effects = world.Effects.Latest(MostEffects);
        if (effects.Count is 0)
        {
            html.Append("""<p class="empty">Nothing has been published yet.</p>""");
        }

        html.Append("""<ol class="effects">""");
        foreach (var effect in effects)
        {
            Append(html, effect, world.Now);
        }

        return HtmlPage.Wrap("Accounts", html.Append("</ol></section></main>").ToString());
    }

    private static void Append(StringBuilder html, Effect effect, DateTimeOffset now)
    {
        var path = effect.Permalink is { } link && Uri.TryCreate(link, UriKind.Absolute, out var url) ? url.AbsolutePath : "/";
        html.Append(
                $"""<li><span class="kind {effect.Kind}">{effect.Kind}</span><span class="what"><b>{HtmlPage.Escape(effect.Username)}</b> """
            )
            .Append(effect.Kind is "delete" ? "" : $"""<a href="{HtmlPage.Escape(path)}">""")
            .Append(HtmlPage.Escape(Shorten(effect.Caption ?? "without a caption")))
            .Append(effect.Kind is "delete" ? "" : "</a>")
            .Append($"</span>{RelativeTime.Html(effect.At, now)}</li>");
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 90 ? line : line[..(char.IsHighSurrogate(line[89]) ? 89 : 90)] + "…";
    }
}
