using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Configuration;

namespace Atlas.Core.Channels;

/// <summary>
/// The developer apps in whose name networks are called: settings <c>Apps:{name}:ClientId</c>, <c>ClientSecret</c> and
/// <c>Audited</c>, with the names of <see cref="LoginDescription.App"/>.
/// </summary>
public sealed class PlatformApps(IConfiguration configuration, PlatformLogins logins)
{
    /// <returns>Null where the login needs none, or none is set.</returns>
    public ValueTask<PlatformApp?> FindAsync(Channel channel, CancellationToken cancellationToken) =>
        logins.Find(channel.Login)?.Description.App is { } name
            ? FindAsync(channel.WorkspaceId, name, cancellationToken)
            : ValueTask.FromResult<PlatformApp?>(null);

    public ValueTask<PlatformApp?> FindAsync(Id<Workspace> workspace, string name, CancellationToken cancellationToken)
    {
        var section = configuration.GetSection($"Apps:{name}");
        return ValueTask.FromResult(
            section["ClientId"] is { Length: > 0 } id && section["ClientSecret"] is { Length: > 0 } secret
                ? new PlatformApp(name, id, new Secret(secret), section.GetValue("Audited", defaultValue: false))
                : null
        );
    }
}
