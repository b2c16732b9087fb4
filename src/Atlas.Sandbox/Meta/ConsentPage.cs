using System.Text;
using Atlas.Sandbox.Feed;

namespace Atlas.Sandbox.Meta;

internal static class ConsentPage
{
    public static string Problem(string text) =>
        HtmlPage.Wrap("Login", $"""<main class="card"><h1>This login can't go on</h1><p>{HtmlPage.Escape(text)}</p></main>""");

    public static string Ask(GraphCall call, MetaApp app, string[] scopes, bool isInstagram)
    {
        var html = new StringBuilder();
        html.Append("""<main class="card consent"><p class="kicker">""")
            .Append(isInstagram ? "Instagram Login" : "Facebook Login")
            .Append(" · sandbox</p><h1>")
            .Append(HtmlPage.Escape(app.Name))
            .Append("""</h1><p>asks for your consent to:</p><ul class="scopes">""");
        foreach (var scope in scopes)
        {
            html.Append("<li>").Append(HtmlPage.Escape(scope)).Append("</li>");
        }

        html.Append("""</ul><form method="post" action="">""");
        foreach (var (name, value) in call.Parameters.All)
        {
            html.Append($"""<input type="hidden" name="{HtmlPage.Escape(name)}" value="{HtmlPage.Escape(value)}">""");
        }

        html.Append("""<fieldset><legend>Continue as</legend>""");
        var isFirst = true;
        foreach (var (value, text) in Choices(call, isInstagram).Take(50))
        {
            var check = isFirst ? " checked" : "";
            html.Append(
                $"""<label><input type="radio" name="sandbox_user" value="{HtmlPage.Escape(value)}"{check}> {HtmlPage.Escape(text)}</label>"""
            );
            isFirst = false;
        }

        return HtmlPage.Wrap(
            "Login",
            html.Append("</fieldset>")
                .Append("""<div class="actions"><button name="sandbox_decision" value="allow">Allow</button>""")
                .Append("""<button class="quiet" name="sandbox_decision" value="deny">Cancel</button></div></form></main>""")
                .ToString()
        );
    }

    private static IEnumerable<(string Value, string Text)> Choices(GraphCall call, bool isInstagram) =>
        isInstagram
            ? call.World.Instagram.Accounts.OrderBy(a => a.Id).Select(a => (a.Username, $"{a.Name} (@{a.Username})"))
            : call.World.Instagram.Users.OrderBy(u => u.Id).Select(u => (u.Id, $"{u.Name}, {u.Pages.Count} Pages"));
}
