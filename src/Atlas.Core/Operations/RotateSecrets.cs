using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>Replaces what the deployment keeps secret, without a restart and without a moment in which nothing fits.</summary>
public sealed class RotateSecrets(
    IRowStore rows,
    SigningKeys keys,
    PlatformApps apps,
    OwnApps ownApps,
    RetireKeys retire,
    OperationsLog log,
    TimeProvider time
)
{
    private const int MaxSecret = 512;
    private const int MaxName = 40;

    /// <summary>The key that seals what rows hold of tokens.</summary>
    public async Task<Outcome<Answer>> RotateKeyAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        if (name != SigningKeys.Tokens)
        {
            return Problem.NotFound("key");
        }

        await log.AskedAsync(caller, OperationAction.KeyRotated, $"key:{name}", null, cancellationToken);
        await retire.PlanAsync(cancellationToken); // first: one plan too many finds nothing to do
        var count = await keys.RotateAsync(name, cancellationToken);
        await log.DoneAsync(
            log.Entry(
                caller,
                OperationAction.KeyRotated,
                $"key:{name}",
                ("versions", count.ToString(CultureInfo.InvariantCulture))
            ),
            cancellationToken
        );
        var now = time.GetUtcNow();
        return Answer.Ok(new RotatedKeyView(name, count, now, now + RetireKeys.Grace), OperationsJson.Default.RotatedKeyView);
    }

    /// <summary>The secret of a developer app, of the deployment or of one workspace. Its client id stays.</summary>
    public async Task<Outcome<Answer>> RotateAppAsync(
        Caller caller,
        string name,
        RotateAppRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.ClientSecret?.Reveal() is not { Length: > 0 and <= MaxSecret })
        {
            return Problem.Invalid("clientSecret", "required", $"Give the app's new secret, {MaxSecret} characters at most.");
        }

        if (name.Length > MaxName || !name.All(char.IsAsciiLetter))
        {
            return Problem.NotFound("app"); // and what it is stays out of the log
        }

        await log.AskedAsync(
            caller,
            OperationAction.AppRotated,
            $"app:{name}",
            request.WorkspaceId?.ToString(),
            cancellationToken
        );
        var clientId = request.WorkspaceId is { } workspace
            ? await RotateOwnAsync(caller, workspace, name, request.ClientSecret, cancellationToken)
            : await RotateSharedAsync(name, request.ClientSecret, cancellationToken);
        if (clientId.Failed)
        {
            return clientId.Problem;
        }

        await log.DoneAsync(
            log.Entry(
                caller,
                OperationAction.AppRotated,
                $"app:{name}",
                ("clientId", clientId.Value),
                ("workspace", request.WorkspaceId?.ToString())
            ),
            cancellationToken
        );
        return Answer.Ok(
            new RotatedAppView(name, request.WorkspaceId, clientId.Value, time.GetUtcNow()),
            OperationsJson.Default.RotatedAppView
        );
    }

    private async Task<Outcome<string>> RotateSharedAsync(string name, Secret secret, CancellationToken cancellationToken)
    {
        if (apps.FindOfDeployment(name) is not { } app)
        {
            return Problem.NotFound("app of the deployment") with
            {
                Detail = $"The deployment has no app {name}: set Apps:{name}:ClientId and Apps:{name}:ClientSecret.",
            };
        }

        await apps.RotateAsync(app, secret, cancellationToken);
        return app.ClientId;
    }

    private async Task<Outcome<string>> RotateOwnAsync(
        Caller caller,
        Id<Workspace> workspace,
        string name,
        Secret secret,
        CancellationToken cancellationToken
    )
    {
        var own = await rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.App(name),
            StoredJson.Default.OwnApp,
            cancellationToken
        );
        if (own is not { Value: var app })
        {
            return Problem.NotFound("app");
        }

        var set = await ownApps.SetAsync(
            caller with
            {
                WorkspaceId = workspace,
            },
            name,
            new SetAppRequest(app.ClientId, secret, app.Audited),
            cancellationToken
        );
        return set.Failed ? set.Problem : app.ClientId;
    }
}

public sealed record RotateAppRequest(Id<Workspace>? WorkspaceId, Secret? ClientSecret);

/// <param name="Versions">How many keys there are: the newest seals, all of them open.</param>
/// <param name="RetireFrom">From then on what earlier keys have sealed is sealed anew, and they are purged.</param>
public sealed record RotatedKeyView(string Name, int Versions, DateTimeOffset At, DateTimeOffset RetireFrom);

public sealed record RotatedAppView(string Name, Id<Workspace>? WorkspaceId, string ClientId, DateTimeOffset At);
