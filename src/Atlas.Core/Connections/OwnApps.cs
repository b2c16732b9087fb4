using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// The developer apps that a workspace brings. Channels stay with the app that they were connected by, so its credentials stay
/// until the last of them is gone, also when another app has taken its place.
/// </summary>
public sealed class OwnApps(
    IRowStore rows,
    ITokenVault vault,
    CommandLedger commands,
    ChannelStore channels,
    PlatformLogins logins,
    PlatformApps apps,
    AuditLog audit,
    TimeProvider time
)
{
    private const int MaxLength = 512;

    public async Task<Outcome<Answer>> ReadAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        if (!IsKnown(name))
        {
            return Problem.NotFound("app");
        }

        var own = await FindAsync(caller.WorkspaceId, WorkspaceKeys.App(name), cancellationToken);
        var shared = apps.FindOfDeployment(name);
        return Answer.Ok(
            own is { } mine
                ? new AppView(name, mine.Value.ClientId, mine.Value.Audited, Own: true, Configured: true, mine.Value.ChangedAt)
                : new AppView(name, shared?.ClientId, shared?.Audited ?? false, Own: false, shared is not null, ChangedAt: null),
            ApiJson.Default.AppView
        );
    }

    public async Task<Outcome<Answer>> SetAsync(
        Caller caller,
        string name,
        SetAppRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!IsKnown(name))
        {
            return Problem.NotFound("app");
        }

        if (Check(request) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        var now = time.GetUtcNow();
        var clientId = request.ClientId!.Trim();
        var app = new OwnApp(
            name,
            clientId,
            request.Audited ?? false,
            $"app-{caller.WorkspaceId}-{Guid.CreateVersion7(now):N}",
            now
        );
        await vault.SetAsync(app.SecretName, request.ClientSecret!, cancellationToken);
        await rows.WriteAsync(
            SystemKeys.OwnApps(name),
            [
                RowWrite.Upsert(
                    $"{WorkspaceKeys.Escape(clientId)}:{caller.WorkspaceId}",
                    new OwnAppOwner(caller.WorkspaceId).ToRow(StoredJson.Default.OwnAppOwner)
                ),
            ],
            cancellationToken
        );
        OwnApp? replaced = null;
        OwnApp? before = null;
        var outcome = await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            async token =>
            {
                before = (await FindAsync(caller.WorkspaceId, WorkspaceKeys.App(name), token))?.Value;
                replaced = (await FindAsync(caller.WorkspaceId, WorkspaceKeys.AppOf(name, clientId), token))?.Value;
                var row = app.ToRow(StoredJson.Default.OwnApp);
                return new Change(
                    [
                        RowWrite.Upsert(WorkspaceKeys.App(name), row),
                        RowWrite.Upsert(WorkspaceKeys.AppOf(name, clientId), row),
                        audit.Entry(
                            caller.WorkspaceId,
                            caller.KeyId,
                            AuditAction.AppChanged,
                            $"app:{name}",
                            ("clientId", clientId),
                            ("before", before?.ClientId)
                        ),
                    ],
                    Answer.Ok(new AppView(name, clientId, app.Audited, Own: true, Configured: true, now), ApiJson.Default.AppView)
                );
            },
            cancellationToken
        );
        if (!outcome.Failed)
        {
            apps.Forget(caller.WorkspaceId, name, clientId);
            if (replaced is not null)
            {
                await vault.DeleteAsync(replaced.SecretName, cancellationToken);
            }

            if (before is not null && before.ClientId != clientId)
            {
                await PurgeUnusedAsync(caller.WorkspaceId, name, before.ClientId, cancellationToken);
            }
        }

        return outcome;
    }

    public async Task<Outcome<Answer>> RemoveAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller.WorkspaceId, WorkspaceKeys.App(name), cancellationToken) is not { } own)
        {
            return Problem.NotFound("app");
        }

        if (await UsersAsync(caller.WorkspaceId, name, own.Value.ClientId, cancellationToken) is { Count: > 0 } users)
        {
            return Problem.Conflict(
                "app-in-use",
                $"{users.Count} channels are connected by this app and would stop: {string.Join(", ", users.Take(5).Select(channel => channel.Name))}. Disconnect them first."
            );
        }

        var outcome = await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            async token =>
                await FindAsync(caller.WorkspaceId, WorkspaceKeys.App(name), token) is not { } current
                    ? Problem.NotFound("app")
                    : new Change(
                        [
                            RowWrite.Delete(WorkspaceKeys.App(name), current.ETag),
                            audit.Entry(
                                caller.WorkspaceId,
                                caller.KeyId,
                                AuditAction.AppRemoved,
                                $"app:{name}",
                                ("clientId", current.Value.ClientId)
                            ),
                        ],
                        Answer.NoContent
                    ),
            cancellationToken
        );
        await PurgeUnusedAsync(caller.WorkspaceId, name, own.Value.ClientId, cancellationToken);
        return outcome;
    }

    /// <summary>Purges the credentials of an app that is no longer the workspace's current one and that no channel stands on.</summary>
    internal async Task PurgeUnusedAsync(
        Id<Workspace> workspace,
        string name,
        string clientId,
        CancellationToken cancellationToken
    )
    {
        var key = WorkspaceKeys.AppOf(name, clientId);
        if (
            await FindAsync(workspace, key, cancellationToken) is not { } kept
            || (await FindAsync(workspace, WorkspaceKeys.App(name), cancellationToken))?.Value.ClientId == clientId
            || (await UsersAsync(workspace, name, clientId, cancellationToken)).Count > 0
        )
        {
            return;
        }

        await vault.DeleteAsync(kept.Value.SecretName, cancellationToken);
        await rows.WriteAsync(WorkspaceKeys.Partition(workspace), [RowWrite.Delete(key, kept.ETag)], cancellationToken);
        await rows.WriteAsync(
            SystemKeys.OwnApps(name),
            [RowWrite.Delete($"{WorkspaceKeys.Escape(clientId)}:{workspace}")],
            cancellationToken
        );
        apps.Forget(workspace, name, clientId);
    }

    private async Task<IReadOnlyList<Channel>> UsersAsync(
        Id<Workspace> workspace,
        string name,
        string clientId,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await channels.ListAsync(workspace, cancellationToken)).Where(channel =>
                channel.State != ChannelState.Disconnected
                && channel.AppClientId == clientId
                && logins.Find(channel.Login)?.Description.App == name
            ),
        ];

    private ValueTask<Versioned<OwnApp>?> FindAsync(Id<Workspace> workspace, string key, CancellationToken cancellationToken) =>
        rows.ReadAsync(WorkspaceKeys.Partition(workspace), key, StoredJson.Default.OwnApp, cancellationToken);

    private bool IsKnown(string name) => logins.All.Any(login => login.Description.App == name);

    private static List<ProblemError> Check(SetAppRequest request)
    {
        List<ProblemError> errors = [];
        if (string.IsNullOrWhiteSpace(request.ClientId) || request.ClientId.Length > MaxLength / 4)
        {
            errors.Add(
                new ProblemError(
                    "clientId",
                    "required",
                    "Give the app's client id, as the network's developer console shows it.",
                    $"{MaxLength / 4} characters"
                )
            );
        }

        if (request.ClientSecret?.Reveal() is not { Length: > 0 and <= MaxLength })
        {
            errors.Add(
                new ProblemError(
                    "clientSecret",
                    "required",
                    "Give the app's secret. It is kept in the vault and never shown.",
                    $"{MaxLength} characters"
                )
            );
        }

        return errors;
    }
}

public sealed record SetAppRequest(string? ClientId, Secret? ClientSecret, bool? Audited);

/// <param name="Own">Whether the workspace has brought it; else it is the deployment's.</param>
public sealed record AppView(string Name, string? ClientId, bool Audited, bool Own, bool Configured, DateTimeOffset? ChangedAt);
