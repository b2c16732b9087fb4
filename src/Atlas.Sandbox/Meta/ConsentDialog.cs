using Atlas.Sandbox.Feed;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Meta;

/// <summary>The consent pages of all logins: a GET shows who may log in and what is asked for, a POST is the person's decision.</summary>
internal static class ConsentDialog
{
    public static async ValueTask<GraphError?> HandleAsync(GraphCall call)
    {
        var flow =
            call.Products.Consent(call.Host)
            ?? throw new InvalidOperationException($"No consent flow is registered for {call.Host}.");
        var app = call.World.Apps.Find(call["client_id"]);
        if (app is null || app.Login != flow.Login)
        {
            return await ProblemAsync(call, "The app id (client_id) is not known here.");
        }

        var isAddress =
            Uri.TryCreate(call["redirect_uri"], UriKind.Absolute, out var redirect) && redirect.Scheme is "http" or "https";
        if (!isAddress || redirect is null)
        {
            return await ProblemAsync(call, "redirect_uri must be a whole address.");
        }

        if (call["response_type"] is not "code" && flow.NeedsResponseType)
        {
            return await ProblemAsync(call, "response_type must be code.");
        }

        IReadOnlyList<string> asked =
            call.Parameters.Has("config_id") && flow.ConfiguredScopes.Count > 0
                ? flow.ConfiguredScopes
                : (call["scope"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (asked.FirstOrDefault(scope => !call.Products.KnowsScope(scope)) is { } unknown)
        {
            return await ProblemAsync(call, $"Invalid Scopes: {unknown}.");
        }

        return call.Method is "POST"
            ? Decide(call, flow, app, redirect, asked)
            : await PageAsync(
                call,
                ConsentPage.Ask(flow.Title, app.Name, asked, call.Parameters.All, flow.Owners(call.World)),
                StatusCodes.Status200OK
            );
    }

    private static GraphError? Decide(GraphCall call, ConsentFlow flow, MetaApp app, Uri redirect, IReadOnlyList<string> asked)
    {
        var owner = flow.FindOwner(call.World, call["sandbox_user"] ?? "");
        if (call["sandbox_decision"] is not "allow" || owner is null)
        {
            return Redirect(call, redirect, flow.Denial, flow.End);
        }

        var declined = ConsentPage.Declined(name => call[name], asked);
        var grant = call.World.Tokens.Grant(owner, app, asked.Except(declined), declined);
        // The exact text of redirect_uri counts, not what a parser makes of it.
        var code = call.World.Codes.Add(app, call["redirect_uri"] ?? "", grant, call.Now);
        return Redirect(call, redirect, $"code={Uri.EscapeDataString(code)}", flow.End);
    }

    private static GraphError? Redirect(GraphCall call, Uri redirect, string query, string end)
    {
        var state = call["state"] is { } text ? $"&state={Uri.EscapeDataString(text)}" : "";
        var join = redirect.Query.Length > 0 ? '&' : '?';
        var address = redirect.GetLeftPart(UriPartial.Query);
        call.Http.Response.Redirect($"{address}{join}{query}{state}{end}");
        call.IsAnswered = true;
        return null;
    }

    private static ValueTask<GraphError?> ProblemAsync(GraphCall call, string text) =>
        PageAsync(call, ConsentPage.Problem(text), StatusCodes.Status400BadRequest);

    private static async ValueTask<GraphError?> PageAsync(GraphCall call, string html, int status)
    {
        call.IsAnswered = true;
        await HtmlPage.WriteAsync(call.Http, html, status);
        return null;
    }
}
