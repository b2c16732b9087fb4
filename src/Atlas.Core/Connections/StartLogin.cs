using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// Begins to connect accounts: says where the person goes to consent, or, where credentials are typed in, lists the accounts at
/// once. What comes back is known by a state that is used once, within ten minutes, for the workspace and caller that began.
/// </summary>
public sealed class StartLogin(
    CommandLedger commands,
    PlatformLogins logins,
    PlatformApps apps,
    LoginSessions sessions,
    OpenAccounts accounts,
    ReturnAddresses returns,
    MediaOptions media,
    ConnectionOptions options,
    TimeProvider time
)
{
    /// <param name="baseUrl">Under which the caller reached this app, where the settings name no public address.</param>
    public async Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        StartLoginRequest request,
        IdempotencyKey? idempotencyKey,
        string baseUrl,
        CancellationToken cancellationToken
    )
    {
        var login = logins.Find(request.Login ?? "");
        var fields = request.Fields ?? [];
        List<ProblemError> errors = [];
        CheckLogin(request.Login, login, errors);
        CheckFields(login, fields, errors);
        CheckExtras(login, request.Extras ?? [], errors);
        if (!returns.TryRead(request.ReturnUrl, baseUrl, out var returnUrl))
        {
            errors.Add(
                new ProblemError(
                    "returnUrl",
                    "origin",
                    "It leads away from this app. Take an address of it, or add the origin to the setting Atlas:Connections:ReturnOrigins.",
                    Actual: request.ReturnUrl
                )
            );
        }

        if (errors.Count > 0 || login is null)
        {
            return Problem.Invalid(errors);
        }

        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        if (idempotencyKey is not null && await commands.ReadKeptAsync(partition, idempotencyKey, cancellationToken) is { } kept)
        {
            return kept.Replay(idempotencyKey); // before the network is asked again
        }

        var own = login.Description.App is { } name ? await apps.FindOwnAsync(caller.WorkspaceId, name, cancellationToken) : null;
        var app =
            own
            ?? (login.Description.App is { } shared ? await apps.FindCurrentOfDeploymentAsync(shared, cancellationToken) : null);
        if (app is null && login.Description.App is { } missing)
        {
            return Problem.Invalid(
                "login",
                "app.missing",
                $"{login.Description.Title} needs a developer app, and none is set. Set Apps:{missing}:ClientId and Apps:{missing}:ClientSecret, or PUT /api/v1/apps/{missing} for this workspace."
            );
        }

        var start = new Started(caller, login, app, own?.ClientId, fields, returnUrl, RedirectUri(login, baseUrl))
        {
            Extras =
            [
                .. login.Description.Extras.Where(extra =>
                    request.Extras?.Contains(extra) is true || options.Extras.Contains(extra)
                ),
            ],
        };
        var view =
            login.Description.Flow == LoginFlow.Form
                ? await FillInAsync(start, cancellationToken)
                : await RedirectAsync(start, cancellationToken);
        return view.Failed
            ? view.Problem
            : await commands.DoAsync(
                partition,
                idempotencyKey,
                _ =>
                    ValueTask.FromResult<Outcome<Change>>(
                        new Change([], Answer.Ok(view.Value, ApiJson.Default.StartedLoginView)) { HasSecret = true }
                    ),
                cancellationToken
            );
    }

    public static string RedirectPath(string login) => $"/api/oauth/{login}/callback";

    private Uri RedirectUri(IPlatformLogin login, string baseUrl) =>
        new((media.PublicBaseUrl ?? baseUrl).TrimEnd('/') + RedirectPath(login.Description.Name));

    private async Task<Outcome<StartedLoginView>> RedirectAsync(Started start, CancellationToken cancellationToken)
    {
        var (state, verifier) = (LoginSessions.NewSecret(), LoginSessions.NewSecret());
        var request = new LoginRequest(
            start.App,
            start.RedirectUri,
            state,
            verifier,
            [.. start.Login.Description.ScopesWith(start.Extras).Select(scope => scope.Scope)],
            start.Fields
        );
        switch (await start.Login.StartAsync(request, cancellationToken))
        {
            case LoginStart.Redirect redirect:
                var expiresAt = time.GetUtcNow() + LoginSession.Lifetime;
                await sessions.StoreAsync(
                    state,
                    new LoginSession(
                        start.Caller.WorkspaceId,
                        start.Caller.KeyId,
                        start.Login.Description.Name,
                        start.RedirectUri.AbsoluteUri,
                        start.ReturnUrl?.AbsoluteUri,
                        start.OwnClientId,
                        expiresAt,
                        Sealed: []
                    )
                    {
                        Extras = start.Extras,
                    },
                    new LoginSecrets(verifier, start.Fields, redirect.Kept),
                    cancellationToken
                );
                return new StartedLoginView(redirect.Url.AbsoluteUri, expiresAt, Connection: null);
            case LoginStart.Refused refused:
                return Refuse(start, refused.Problem);
            case LoginStart.Unavailable unavailable:
                return Problem.BadGateway($"{unavailable.Problem.Message} {unavailable.Problem.NextStep}");
            case var other:
                throw new NotSupportedException($"No rule for the answer {other.GetType().Name}.");
        }
    }

    private async Task<Outcome<StartedLoginView>> FillInAsync(Started start, CancellationToken cancellationToken)
    {
        var opened = await accounts.OpenAsync(
            new OpenedLogin(
                start.Caller.WorkspaceId,
                start.Caller.KeyId,
                start.Login,
                start.App,
                start.OwnClientId,
                new LoginReply(
                    start.App,
                    start.RedirectUri,
                    LoginSessions.NewSecret(),
                    new Dictionary<string, string>(),
                    start.Fields,
                    new Dictionary<string, Secret>()
                ),
                start.Extras
            ),
            choice: null,
            cancellationToken
        );
        return opened switch
        {
            OpenAnswer.Opened { Pending: var pending } => new StartedLoginView(
                Url: null,
                pending.ExpiresAt,
                await accounts.ShowAsync(pending, cancellationToken)
            ),
            OpenAnswer.Refused refused => Refuse(start, refused.Problem),
            OpenAnswer.Unavailable unavailable => Problem.BadGateway(
                $"{unavailable.Problem.Message} {unavailable.Problem.NextStep}"
            ),
            _ => throw new NotSupportedException($"No rule for the answer {opened.GetType().Name}."),
        };
    }

    private static Problem Refuse(Started start, PlatformProblem problem) =>
        Problem.Invalid([
            new ProblemError(
                start.Login.Description.Fields.Count > 0 ? "fields" : "login",
                problem.Code,
                $"{problem.Message} {problem.NextStep}",
                Platform: start.Login.Description.Platforms[0].ToName(),
                Source: problem.Source
            ),
        ]);

    private void CheckLogin(string? name, IPlatformLogin? login, List<ProblemError> errors)
    {
        if (login is null)
        {
            errors.Add(
                new ProblemError(
                    "login",
                    name is null ? "required" : "unknown",
                    "Say by which login the account is connected.",
                    string.Join(", ", logins.All.Select(known => known.Description.Name)),
                    name
                )
            );
        }
    }

    private static void CheckFields(IPlatformLogin? login, Dictionary<string, Secret> fields, List<ProblemError> errors)
    {
        if (login is null)
        {
            return;
        }

        var known = login.Description.Fields;
        foreach (var field in known.Where(field => !field.IsOptional))
        {
            if (!fields.TryGetValue(field.Name, out var value) || string.IsNullOrWhiteSpace(value.Reveal()))
            {
                errors.Add(
                    new ProblemError(
                        $"fields.{field.Name}",
                        "required",
                        $"{field.Label} is missing. {field.Hint}",
                        Source: login.Description.Source
                    )
                );
            }
        }

        foreach (var name in fields.Keys.Where(name => known.All(field => field.Name != name)))
        {
            errors.Add(
                new ProblemError(
                    $"fields.{name}",
                    "unknownField",
                    "This login has no such field.",
                    string.Join(", ", known.Select(field => field.Name))
                )
            );
        }
    }

    private static void CheckExtras(IPlatformLogin? login, IReadOnlyList<string> extras, List<ProblemError> errors)
    {
        for (var i = 0; i < extras.Count && login is not null; i++)
        {
            if (!login.Description.Extras.Contains(extras[i]))
            {
                errors.Add(
                    new ProblemError(
                        $"extras[{i}]",
                        "unknown",
                        "This login has no such extra.",
                        string.Join(", ", login.Description.Extras),
                        extras[i]
                    )
                );
            }
        }
    }

    private sealed record Started(
        Caller Caller,
        IPlatformLogin Login,
        PlatformApp? App,
        string? OwnClientId,
        IReadOnlyDictionary<string, Secret> Fields,
        Uri? ReturnUrl,
        Uri RedirectUri
    )
    {
        public required IReadOnlyList<string> Extras { get; init; }
    }
}
