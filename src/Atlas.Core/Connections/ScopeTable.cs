using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

/// <summary>Writes <c>docs/scopes.md</c>: what the app asks each network for, and why. A test fails where the file differs.</summary>
public static class ScopeTable
{
    public static string Render(PlatformLogins logins)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # What the app asks networks for

            Every scope that a login asks for, what we do with it, and what does not work where the person declines it. This page
            is written from the code: a scope that is not here is not asked for. What is marked as an extra is asked for only where
            a connection is begun with that name in `extras`, or where the setting `Atlas:Connections:Extras` has it.

            """
        );
        foreach (var login in logins.All.Select(login => login.Description))
        {
            text.Append($"\n## {login.Title} (`{login.Name}`)\n\n");
            text.Append(
                $"Connects {string.Join(", ", login.Platforms)}. {(login.App is { } app ? $"Developer app: `{app}`." : "Needs no developer app.")} {Life(login)} Source: {login.Source}\n\n"
            );
            if (login.Scopes.Count == 0)
            {
                text.Append("It has no scopes: the credentials open the whole account.\n");
                continue;
            }

            text.Append("| Scope | Purpose | Feature | Needed for | Required |\n| --- | --- | --- | --- | --- |\n");
            foreach (var scope in login.Scopes)
            {
                text.Append(
                    $"| `{scope.Scope}` | {Cell(scope.Purpose)} | {Cell(scope.Feature)} | {string.Join(", ", scope.Platforms ?? login.Platforms)} | {Need(scope)} |\n"
                );
            }
        }

        return text.ToString();
    }

    private static string Need(ScopeUse scope) =>
        scope.Extra is { } extra ? $"no, an extra: `{extra}`"
        : scope.Required ? "yes"
        : "no";

    private static string Life(LoginDescription login) =>
        (login.Refresh, login.CanRevoke) switch
        {
            (null, true) => "Its tokens are not refreshed; disconnecting takes the grant back.",
            (null, false) => "Its tokens are not refreshed; the grant is taken back at the network.",
            (_, true) => "Tokens are refreshed ahead of their end; disconnecting takes the grant back.",
            (_, false) => "Tokens are refreshed ahead of their end; the grant is taken back at the network.",
        };

    private static string Cell(string text) => text.Replace("|", "\\|");
}
