using System.Net;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Functions.Reference;

namespace Atlas.Functions.Connections;

/// <summary>What a person reads after a consent: what was given, what was not and what that means, and which accounts there are.</summary>
internal static class ConnectionPages
{
    public static string Failed(PlatformProblem problem)
    {
        var body = new StringBuilder();
        body.Append($"<p>{Text(problem.Message)}</p><p><strong>{Text(problem.NextStep)}</strong></p>");
        body.Append($"<p class=\"soft\">Code <code>{Text(problem.Code)}</code></p>");
        return HtmlPage.Frame("Nothing was connected", body.ToString());
    }

    public static string Choose(FinishAnswer.Choose found)
    {
        var (connection, login) = (found.Connection, found.Login);
        var body = new StringBuilder();
        body.Append(
            $"<p>{Text(login.Title)} has let the workspace <strong>{Text(found.Workspace)}</strong> in. Choose which accounts it may use; nothing is connected before.</p>"
        );
        Granted(body, connection, login);
        Declined(body, connection);
        Accounts(body, found);
        Unusable(body, connection);
        return HtmlPage.Frame("Choose accounts", body.ToString());
    }

    public static string Connected(ConnectedChannelsView view)
    {
        var body = new StringBuilder("<ul>");
        foreach (var channel in view.Items)
        {
            body.Append($"<li>{Text(channel.Name)} <span class=\"soft\">{Text(channel.Platform.ToString())}</span></li>");
        }

        body.Append("</ul><p>You can close this page.</p>");
        return HtmlPage.Frame("Connected", body.ToString());
    }

    private static void Granted(StringBuilder body, ConnectionView connection, LoginDescription login)
    {
        var features = login
            .Scopes.Where(scope =>
                connection.Scopes.Contains(scope.Scope) && connection.Declined.All(no => no.Scope != scope.Scope)
            )
            .GroupBy(scope => scope.Feature);
        body.Append("<h2>What it may do</h2><ul>");
        foreach (var feature in features)
        {
            body.Append(
                $"<li><strong>{Text(feature.Key)}</strong>: {Text(string.Join(" ", feature.Select(scope => scope.Purpose)))}</li>"
            );
        }

        body.Append("</ul>");
    }

    private static void Declined(StringBuilder body, ConnectionView connection)
    {
        if (connection.Declined.Count == 0)
        {
            return;
        }

        body.Append("<h2>What you did not allow</h2><ul>");
        foreach (var feature in connection.Declined.GroupBy(scope => scope.Feature ?? "Other"))
        {
            var required = feature.Any(scope => scope.Required);
            body.Append(
                $"<li><strong>{Text(feature.Key)}</strong> will not work. {Text(string.Join(" ", feature.Select(scope => scope.Purpose ?? scope.Scope)))} {(required ? "Without it the account can't be used: start again and allow it." : "Everything else works; connect again to allow it.")}</li>"
            );
        }

        body.Append("</ul>");
    }

    private static void Accounts(StringBuilder body, FinishAnswer.Choose found)
    {
        if (found.Connection.Accounts.Count == 0)
        {
            body.Append("<h2>Accounts</h2><p>There is no account here that can be published to.</p>");
            return;
        }

        body.Append(
            $"<h2>Accounts</h2><form method=\"post\" action=\"/api/oauth/{Text(found.Login.Name)}/choose\"><input type=\"hidden\" name=\"choice\" value=\"{Text(found.Choice)}\">"
        );
        var single = found.Connection.Accounts.Count == 1 ? " checked" : "";
        foreach (var account in found.Connection.Accounts)
        {
            string?[] details = [account.Platform.ToString(), account.Kind, account.Handle, account.Parent];
            var known = account.ChannelId is null ? "" : " (known already: it is connected again and keeps its history)";
            body.Append(
                $"<p><label><input type=\"checkbox\" name=\"account\" value=\"{Text(account.Id)}\"{single}> {Text(account.Name)} <span class=\"soft\">{Text(string.Join(" · ", details.Where(detail => !string.IsNullOrEmpty(detail))))}{known}</span></label></p>"
            );
        }

        AdAccounts(body, found.Connection.AdAccounts);
        body.Append("<p><button type=\"submit\">Connect</button></p></form>");
    }

    private static void AdAccounts(StringBuilder body, IReadOnlyList<AdAccount> accounts)
    {
        if (accounts.Count == 0)
        {
            return;
        }

        body.Append("<p><label>Ad account that stands beside them <select name=\"adAccount\"><option value=\"\">None</option>");
        foreach (var account in accounts)
        {
            string?[] details = [account.Name, account.Currency, account.Status, account.Id];
            body.Append(
                $"<option value=\"{Text(account.Id)}\">{Text(string.Join(" · ", details.Where(detail => !string.IsNullOrEmpty(detail))))}</option>"
            );
        }

        body.Append("</select></label></p>");
    }

    private static void Unusable(StringBuilder body, ConnectionView connection)
    {
        if (connection.Unusable.Count == 0)
        {
            return;
        }

        body.Append("<h2>Accounts that can't be connected</h2><ul>");
        foreach (var account in connection.Unusable)
        {
            body.Append(
                $"<li><strong>{Text(account.Name)}</strong> <span class=\"soft\">{Text(account.Platform.ToString())}</span>: {Text(account.Message)} {Text(account.NextStep)}</li>"
            );
        }

        body.Append("</ul>");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
