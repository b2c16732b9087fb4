using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>Takes the person back from a network's consent page.</summary>
public sealed class FinishLogin(
    IRowStore rows,
    PlatformLogins logins,
    PlatformApps apps,
    LoginSessions sessions,
    OpenAccounts accounts
)
{
    /// <param name="parameters">The query that the person came with.</param>
    public async Task<FinishAnswer> HandleAsync(
        string loginName,
        IReadOnlyDictionary<string, string> parameters,
        CancellationToken cancellationToken
    )
    {
        if (logins.Find(loginName) is not { } login)
        {
            return new FinishAnswer.Failed(
                new PlatformProblem(
                    "atlas.login.unknown",
                    "There is no such way to log in here.",
                    "Start again from your workspace.",
                    Source: null
                ),
                ReturnUrl: null
            );
        }

        if (
            !parameters.TryGetValue("state", out var state)
            || await sessions.TakeAsync(state, cancellationToken) is not var (session, secrets)
            || session.Login != loginName
        )
        {
            return new FinishAnswer.Failed(
                new PlatformProblem(
                    "atlas.login.state",
                    "This log-in is not known here: its link was used before, it is older than ten minutes, or it was not started here.",
                    "Nothing was connected. Start again from your workspace.",
                    Source: null
                ),
                ReturnUrl: null
            );
        }

        var returnUrl = session.ReturnUrl is { } back ? new Uri(back) : null;
        var app = await FindAppAsync(session, login, cancellationToken);
        var choice = LoginSessions.NewSecret();
        var answer = await accounts.OpenAsync(
            new OpenedLogin(
                session.WorkspaceId,
                session.StartedBy,
                login,
                app,
                session.AppClientId,
                new LoginReply(app, new Uri(session.RedirectUri), secrets.CodeVerifier, parameters, secrets.Fields, secrets.Kept),
                session.Extras
            ),
            returnUrl is null ? choice : null,
            cancellationToken
        );
        return answer switch
        {
            OpenAnswer.Refused refused => new FinishAnswer.Failed(refused.Problem, returnUrl),
            OpenAnswer.Unavailable unavailable => new FinishAnswer.Failed(unavailable.Problem, returnUrl),
            OpenAnswer.Opened { Pending: var pending } when returnUrl is not null => new FinishAnswer.Returned(
                returnUrl,
                pending.Id
            ),
            OpenAnswer.Opened { Pending: var pending } => new FinishAnswer.Choose(
                await accounts.ShowAsync(pending, cancellationToken),
                login.Description,
                await WorkspaceNameAsync(session.WorkspaceId, cancellationToken),
                $"{pending.WorkspaceId}.{pending.Id}.{choice}"
            ),
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };
    }

    private async ValueTask<PlatformApp?> FindAppAsync(
        LoginSession session,
        IPlatformLogin login,
        CancellationToken cancellationToken
    ) =>
        login.Description.App is not { } name ? null
        : session.AppClientId is { } own ? await apps.FindOwnAsync(session.WorkspaceId, name, own, cancellationToken)
        : await apps.FindCurrentOfDeploymentAsync(name, cancellationToken);

    private async ValueTask<string> WorkspaceNameAsync(Id<Workspace> workspace, CancellationToken cancellationToken) =>
        (
            await rows.ReadAsync(
                WorkspaceKeys.Partition(workspace),
                WorkspaceKeys.Workspace,
                StoredJson.Default.Workspace,
                cancellationToken
            )
        )
            ?.Value
            .Name
        ?? "";
}

public abstract record FinishAnswer
{
    private FinishAnswer() { }

    /// <summary>The accounts wait under the id, and the person goes on at the address.</summary>
    public sealed record Returned(Uri Url, Id<PendingConnection> Connection) : FinishAnswer;

    /// <param name="Choice">Lets the page's form choose, once.</param>
    public sealed record Choose(ConnectionView Connection, LoginDescription Login, string Workspace, string Choice)
        : FinishAnswer;

    /// <param name="ReturnUrl">Where the person wanted to go on; null where nowhere, or nobody knows.</param>
    public sealed record Failed(PlatformProblem Problem, Uri? ReturnUrl) : FinishAnswer;
}
