using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>Finds the developer app that signed a callback. Each of Meta's products signs with the secret of its own.</summary>
public sealed class SigningApps(PlatformApps apps, IRowStore rows)
{
    public static IReadOnlyList<string> OfMeta { get; } = ["meta", "instagram", "threads"];

    public static IReadOnlyList<string> OfTikTok { get; } = ["tiktok"];

    /// <param name="names">Whose callback it may be, by the names of developer apps.</param>
    /// <param name="clientId">A workspace's own app, by the address that was given to its console; null for the deployment's.</param>
    internal async Task<T?> FindAsync<T>(
        IReadOnlyList<string> names,
        string? clientId,
        Func<SigningApp, T?> verify,
        CancellationToken cancellationToken
    )
        where T : class
    {
        foreach (var name in names)
        {
            foreach (var app in await ReadAsync(name, clientId, cancellationToken))
            {
                if (verify(new SigningApp(name, clientId, app.ClientSecret)) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private async ValueTask<IReadOnlyList<PlatformApp>> ReadAsync(
        string name,
        string? clientId,
        CancellationToken cancellationToken
    )
    {
        if (clientId is null)
        {
            return await apps.FindCurrentOfDeploymentAsync(name, cancellationToken) is { } shared ? [shared] : [];
        }

        const int MostWorkspaces = 20; // of one agency: each may have typed in its secret anew
        var range = RowRange.StartingWith($"{WorkspaceKeys.Escape(clientId)}:");
        var page = await rows.ReadRangeAsync(SystemKeys.OwnApps(name), range, MostWorkspaces, cancellationToken);
        List<PlatformApp> found = [];
        foreach (var row in page.Rows)
        {
            var owner = row.As(StoredJson.Default.OwnAppOwner).Value.WorkspaceId;
            if (await apps.FindOwnAsync(owner, name, clientId, cancellationToken) is { } app)
            {
                found.Add(app);
            }
        }

        return found;
    }
}

/// <param name="OwnClientId">As <see cref="Channel.AppClientId"/>.</param>
internal sealed record SigningApp(string Name, string? OwnClientId, Secret ClientSecret);
