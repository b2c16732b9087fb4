using Atlas.Sandbox.Feed;
using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Meta;

/// <summary>The consent pages of both logins: a GET shows who may log in and what is asked for, a POST is the person's decision.</summary>
internal static class ConsentDialog
{
    public static async ValueTask<GraphError?> HandleAsync(GraphCall call)
    {
        var isInstagram = call.Host is not GraphHost.FacebookWeb;
        var app = call.World.Apps.Find(call["client_id"]);
        if (app is null || app.IsInstagram != isInstagram)
        {
            return await PageAsync(
                call,
                ConsentPage.Problem("The app id (client_id) is not known here."),
                StatusCodes.Status400BadRequest
            );
        }

        var isAddress =
            Uri.TryCreate(call["redirect_uri"], UriKind.Absolute, out var redirect) && redirect.Scheme is "http" or "https";
        if (!isAddress || redirect is null)
        {
            return await PageAsync(
                call,
                ConsentPage.Problem("redirect_uri must be a whole address."),
                StatusCodes.Status400BadRequest
            );
        }

        if (call["response_type"] is not "code" && isInstagram)
        {
            return await PageAsync(call, ConsentPage.Problem("response_type must be code."), StatusCodes.Status400BadRequest);
        }

        var known = isInstagram ? InstagramDirectory.InstagramScopes : InstagramDirectory.FacebookScopes;
        // Login for Business names its scopes by a configuration instead.
        var asked = call.Parameters.Has("config_id")
            ? known
            : (call["scope"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (asked.FirstOrDefault(scope => !KnownScopes.All.Contains(scope)) is { } unknown)
        {
            return await PageAsync(call, ConsentPage.Problem($"Invalid Scopes: {unknown}."), StatusCodes.Status400BadRequest);
        }

        return call.Method is "POST"
            ? Decide(call, app, redirect, asked, isInstagram)
            : await PageAsync(call, Page(call, app, asked, isInstagram), StatusCodes.Status200OK);
    }

    private static GraphError? Decide(GraphCall call, MetaApp app, Uri redirect, string[] asked, bool isInstagram)
    {
        var owner = Owner(call, isInstagram);
        if (call["sandbox_decision"] is not "allow" || owner is null)
        {
            var denial = isInstagram
                ? "error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request."
                : "error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied";
            return Redirect(call, redirect, denial, end: isInstagram ? "#_" : "#_=_");
        }

        var declined = ConsentPage.Declined(name => call[name], asked);
        var grant = call.World.Tokens.Grant(owner, app, asked.Except(declined), declined);
        // The exact text of redirect_uri counts, not what a parser makes of it.
        var code = call.World.Codes.Add(app, call["redirect_uri"] ?? "", grant, call.Now);
        return Redirect(call, redirect, $"code={Uri.EscapeDataString(code)}", end: isInstagram ? "#_" : "#_=_");
    }

    private static string? Owner(GraphCall call, bool isInstagram)
    {
        var name = call["sandbox_user"] ?? "";
        return isInstagram
            ? call.World.Instagram.ByName(name)?.Id
            : (call.World.Nodes.GetValueOrDefault(name) as FacebookUser)?.Id ?? call.World.Instagram.ByName(name)?.Page?.Owner.Id;
    }

    private static string Page(GraphCall call, MetaApp app, string[] asked, bool isInstagram) =>
        ConsentPage.Ask(
            isInstagram ? "Instagram Login" : "Facebook Login",
            app.Name,
            asked,
            call.Parameters.All,
            isInstagram
                ? call.World.Instagram.Accounts.OrderBy(a => a.Id).Select(a => (a.Username, $"{a.Name} (@{a.Username})"))
                : call.World.Instagram.Users.OrderBy(u => u.Id).Select(u => (u.Id, $"{u.Name}, {u.Pages.Count} Pages"))
        );

    private static GraphError? Redirect(GraphCall call, Uri redirect, string query, string end)
    {
        var state = call["state"] is { } text ? $"&state={Uri.EscapeDataString(text)}" : "";
        var join = redirect.Query.Length > 0 ? '&' : '?';
        var address = redirect.GetLeftPart(UriPartial.Query);
        call.Http.Response.Redirect($"{address}{join}{query}{state}{end}");
        call.IsAnswered = true;
        return null;
    }

    private static async ValueTask<GraphError?> PageAsync(GraphCall call, string html, int status)
    {
        call.IsAnswered = true;
        await HtmlPage.WriteAsync(call.Http, html, status);
        return null;
    }
}
