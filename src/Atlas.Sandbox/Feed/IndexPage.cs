using System.Text;
using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Feed;

/// <summary>All accounts and what happened last.</summary>
internal static class IndexPage
{
    private const int MostAccounts = 60;
    private const int MostEffects = 25;

    public static string Render(World world)
    {
        var html = new StringBuilder("""<main class="index"><section><h1>Accounts</h1>""");
        foreach (var network in world.Networks)
        {
            AppendAccounts(html, network, [.. network.Cards(world).OrderByDescending(card => card.Posts)]);
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

    private static void AppendAccounts(StringBuilder html, ISandboxNetwork network, IReadOnlyList<AccountCard> cards)
    {
        html.Append($"""<p class="muted network">{cards.Count} on {HtmlPage.Escape(network.Title)}</p><ul class="accounts">""");
        foreach (var card in cards.Take(MostAccounts))
        {
            html.Append($"""<li><a href="{card.Path}"><img class="avatar small" src="{card.Path}/avatar.svg" alt="">""")
                .Append($"<span><b>{HtmlPage.Escape(card.Username)}</b><small>{HtmlPage.Escape(card.Name)}</small></span>")
                .Append($"""<span class="count">{card.Posts} {(card.Posts is 1 ? "post" : "posts")}</span></a></li>""");
        }

        html.Append("</ul>");
        if (cards.Count > MostAccounts)
        {
            html.Append($"""<p class="muted">and {cards.Count - MostAccounts} more</p>""");
        }
    }

    private static void Append(StringBuilder html, Effect effect, DateTimeOffset now)
    {
        var path =
            effect.Permalink is { } link && Uri.TryCreate(new Uri("http://sandbox"), link, out var url) ? url.AbsolutePath : "/";
        html.Append(
                $"""<li><span class="kind {effect.Kind}">{effect.Kind}</span><span class="what"><b>{HtmlPage.Escape(effect.Username)}</b> <small>{HtmlPage.Escape(effect.Platform)}</small> """
            )
            .Append(effect.Kind is "delete" ? "" : $"""<a href="{HtmlPage.Escape(path)}">""")
            .Append(HtmlPage.Escape(Shorten(effect.Title ?? effect.Caption ?? "without a caption")))
            .Append(effect.Kind is "delete" ? "" : "</a>")
            .Append($"</span>{RelativeTime.Html(effect.At, now)}</li>");
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 90 ? line : line[..(char.IsHighSurrogate(line[89]) ? 89 : 90)] + "…";
    }
}
