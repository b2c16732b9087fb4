using System.Text;
using Atlas.Sandbox.Feed;

namespace Atlas.Sandbox.OAuth;

/// <summary>The page on which a person decides what an app may do; all networks share its look.</summary>
internal static class ConsentPage
{
    private const int MostChoices = 50;

    public static string Problem(string text) =>
        HtmlPage.Wrap("Login", $"""<main class="card"><h1>This login can't go on</h1><p>{HtmlPage.Escape(text)}</p></main>""");

    /// <param name="title">The network's.</param>
    /// <param name="app">Who asks.</param>
    /// <param name="scopes">What for; the person may leave some out.</param>
    /// <param name="parameters">Of the request, repeated by the form.</param>
    /// <param name="owners">Who may log in: the value of <c>sandbox_user</c>, and the text beside it.</param>
    public static string Ask(
        string title,
        string app,
        IEnumerable<string> scopes,
        IEnumerable<KeyValuePair<string, string>> parameters,
        IEnumerable<(string Value, string Text)> owners
    )
    {
        var html = new StringBuilder();
        html.Append($"""<main class="card consent"><p class="kicker">{HtmlPage.Escape(title)} · sandbox</p>""")
            .Append($"""<h1>{HtmlPage.Escape(app)}</h1><form method="post" action="">""");
        foreach (var (name, value) in parameters)
        {
            html.Append($"""<input type="hidden" name="{HtmlPage.Escape(name)}" value="{HtmlPage.Escape(value)}">""");
        }

        // A box that is not ticked sends nothing, so the form says that it has boxes.
        html.Append(
            """<input type="hidden" name="sandbox_boxes" value="1"><p>asks for your consent to:</p><ul class="scopes">"""
        );
        foreach (var scope in scopes)
        {
            var text = HtmlPage.Escape(scope);
            html.Append(
                $"""<li><label><input type="checkbox" name="sandbox_scope" value="{text}" checked> {text}</label></li>"""
            );
        }

        html.Append("</ul><fieldset><legend>Continue as</legend>");
        var isFirst = true;
        foreach (var (value, text) in owners.Take(MostChoices))
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

    /// <summary>What the person left out: boxes that are not ticked, or the names in <c>sandbox_declined</c>.</summary>
    public static string[] Declined(Func<string, string?> parameter, IReadOnlyList<string> asked)
    {
        var declined = Names(parameter("sandbox_declined"));
        var left = parameter("sandbox_boxes") is null ? [] : asked.Except(Names(parameter("sandbox_scope")));
        return [.. asked.Where(scope => declined.Contains(scope) || left.Contains(scope))];
    }

    private static string[] Names(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}
