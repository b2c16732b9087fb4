using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Configuration;

namespace Atlas.Core.Channels;

/// <summary>
/// The developer apps in whose name networks are called: a workspace's own where it has brought one, else the deployment's, by
/// the settings <c>Apps:{name}:ClientId</c>, <c>ClientSecret</c> and <c>Audited</c>, with the names of
/// <see cref="LoginDescription.App"/>. A channel stays with the app that it was connected by.
/// </summary>
public sealed class PlatformApps(
    IConfiguration configuration,
    PlatformLogins logins,
    IRowStore rows,
    ITokenVault vault,
    TimeProvider time
)
{
    private readonly ExpiringCache<string, Rotated> _rotated = new(time, TimeSpan.FromMinutes(1), capacity: 100);
    private readonly ExpiringCache<string, PlatformApp> _own = new(time, TimeSpan.FromMinutes(1), capacity: 1000);

    /// <returns>Null where the login needs none, or none is set.</returns>
    public ValueTask<PlatformApp?> FindAsync(Channel channel, CancellationToken cancellationToken) =>
        logins.Find(channel.Login)?.Description.App is not { } name ? ValueTask.FromResult<PlatformApp?>(null)
        : channel.AppClientId is { } clientId ? FindOwnAsync(channel.WorkspaceId, name, clientId, cancellationToken)
        : FindCurrentOfDeploymentAsync(name, cancellationToken);

    /// <summary>
    /// What rules ask of the app that <see cref="FindAsync(Channel, CancellationToken)"/> finds. No call is made with it, so whether its secret
    /// has been rotated is not looked up.
    /// </summary>
    internal ValueTask<PlatformApp?> DescribeAsync(Channel channel, CancellationToken cancellationToken) =>
        channel.AppClientId is null && logins.Find(channel.Login)?.Description.App is { } name
            ? ValueTask.FromResult(FindOfDeployment(name))
            : FindAsync(channel, cancellationToken);

    /// <summary>The app for a new connection.</summary>
    public async ValueTask<PlatformApp?> FindAsync(Id<Workspace> workspace, string name, CancellationToken cancellationToken) =>
        await FindOwnAsync(workspace, name, cancellationToken) ?? await FindCurrentOfDeploymentAsync(name, cancellationToken);

    /// <summary>With the secret that operators have given it since the settings were made, where they have.</summary>
    public ValueTask<PlatformApp?> FindCurrentOfDeploymentAsync(string name, CancellationToken cancellationToken) =>
        FindOfDeployment(name) is not { } app ? ValueTask.FromResult<PlatformApp?>(null)
        : _rotated.TryGet(name, out var known)
            ? ValueTask.FromResult<PlatformApp?>(known.Secret is null ? app : WithSecret(app, known))
        : ReadRotatedAsync(app, cancellationToken);

    /// <summary>As the settings have it: its secret may have been rotated since.</summary>
    public PlatformApp? FindOfDeployment(string name)
    {
        var section = configuration.GetSection($"Apps:{name}");
        return section["ClientId"] is { Length: > 0 } id && section["ClientSecret"] is { Length: > 0 } secret
            ? new PlatformApp(name, id, new Secret(secret), section.GetValue("Audited", defaultValue: false))
            : null;
    }

    /// <returns>Null where the workspace has brought none of that name.</returns>
    public ValueTask<PlatformApp?> FindOwnAsync(Id<Workspace> workspace, string name, CancellationToken cancellationToken) =>
        ReadOwnAsync(workspace, WorkspaceKeys.App(name), cancellationToken);

    /// <summary>One that a channel was connected by, even where the workspace has another by now.</summary>
    public ValueTask<PlatformApp?> FindOwnAsync(
        Id<Workspace> workspace,
        string name,
        string clientId,
        CancellationToken cancellationToken
    )
    {
        var key = WorkspaceKeys.AppOf(name, clientId);
        return _own.TryGet($"{workspace}:{key}", out var known)
            ? ValueTask.FromResult<PlatformApp?>(known)
            : ReadOwnAsync(workspace, key, cancellationToken);
    }

    /// <summary>Gives the deployment's app another secret, from now on and in all instances within a minute.</summary>
    /// <param name="app">As <see cref="FindOfDeployment"/> has it.</param>
    internal async Task RotateAsync(PlatformApp app, Secret secret, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = new RotatedApp(app.ClientId, $"app-{app.Name}-{Guid.CreateVersion7(now):N}", HashOf(app), now);
        await vault.SetAsync(next.SecretName, secret, cancellationToken);
        var key = RotatedKey(app.Name);
        var before = await rows.ReadAsync(SystemKeys.DeploymentKeys, key, StoredJson.Default.RotatedApp, cancellationToken);
        await rows.WriteAsync(
            SystemKeys.DeploymentKeys,
            [RowWrite.Upsert(key, next.ToRow(StoredJson.Default.RotatedApp))],
            cancellationToken
        );
        _rotated.Remove(app.Name);
        if (before is not null)
        {
            await vault.DeleteAsync(before.Value.SecretName, cancellationToken);
        }
    }

    private async ValueTask<PlatformApp?> ReadRotatedAsync(PlatformApp app, CancellationToken cancellationToken)
    {
        var found = await rows.ReadAsync(
            SystemKeys.DeploymentKeys,
            RotatedKey(app.Name),
            StoredJson.Default.RotatedApp,
            cancellationToken
        );
        var rotated = found is null
            ? new Rotated(ClientId: "", Replaces: "", Secret: null)
            : new Rotated(
                found.Value.ClientId,
                found.Value.Replaces,
                await vault.GetAsync(found.Value.SecretName, cancellationToken)
            );
        _rotated.Set(app.Name, rotated);
        return WithSecret(app, rotated);
    }

    private static PlatformApp WithSecret(PlatformApp app, Rotated rotated) =>
        rotated.Secret is { } secret && rotated.ClientId == app.ClientId && rotated.Replaces == HashOf(app)
            ? app with
            {
                ClientSecret = secret,
            }
            : app;

    private static string HashOf(PlatformApp app) => ApiKeySecret.HashOf(app.ClientSecret);

    private static string RotatedKey(string name) => $"app:{name}";

    internal void Forget(Id<Workspace> workspace, string name, string clientId) =>
        _own.Remove($"{workspace}:{WorkspaceKeys.AppOf(name, clientId)}");

    private async ValueTask<PlatformApp?> ReadOwnAsync(Id<Workspace> workspace, string key, CancellationToken cancellationToken)
    {
        if (
            await rows.ReadAsync(WorkspaceKeys.Partition(workspace), key, StoredJson.Default.OwnApp, cancellationToken)
                is not { Value: var own }
            || await vault.GetAsync(own.SecretName, cancellationToken) is not { } secret
        )
        {
            return null;
        }

        var app = new PlatformApp(own.Name, own.ClientId, secret, own.Audited);
        _own.Set($"{workspace}:{WorkspaceKeys.AppOf(own.Name, own.ClientId)}", app);
        return app;
    }

    private sealed record Rotated(string ClientId, string Replaces, Secret? Secret);
}
