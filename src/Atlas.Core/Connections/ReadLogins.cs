using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>Shows by which logins accounts can be connected, and what each asks for.</summary>
public sealed class ReadLogins(PlatformLogins logins, PlatformApps apps, MediaOptions media)
{
    public async Task<Outcome<Answer>> ListAsync(Caller caller, string baseUrl, CancellationToken cancellationToken)
    {
        List<LoginView> views = [];
        foreach (var login in logins.All.Select(login => login.Description))
        {
            var own = login.App is { } name ? await apps.FindOwnAsync(caller.WorkspaceId, name, cancellationToken) : null;
            views.Add(
                new LoginView(
                    login.Name,
                    login.Title,
                    login.Flow,
                    login.Platforms,
                    login.App,
                    login.App is null || own is not null || apps.FindOfDeployment(login.App) is not null,
                    own is not null,
                    login.Fields,
                    [
                        .. login.Scopes.Select(scope => new ScopeView(
                            scope.Scope,
                            scope.Purpose,
                            scope.Feature,
                            scope.Required,
                            scope.Platforms ?? login.Platforms,
                            scope.Extra
                        )),
                    ],
                    login.Refresh is not null,
                    login.CanRevoke,
                    login.Flow == LoginFlow.Redirect
                        ? (media.PublicBaseUrl ?? baseUrl).TrimEnd('/') + StartLogin.RedirectPath(login.Name)
                        : null,
                    login.Source
                )
            );
        }

        return Answer.Ok(new LoginListView(views), ApiJson.Default.LoginListView);
    }
}
