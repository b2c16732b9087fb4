using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>A person who has been sent to a network to consent. Found by the hash of its state, and used once.</summary>
/// <param name="StartedBy">Key id of the caller who may take what comes of it.</param>
/// <param name="AppClientId">Of the workspace's own app; null for the deployment's.</param>
/// <param name="Sealed">PKCE verifier, fields and what the login keeps, encrypted.</param>
[StoredData(
    DataSubject.Member,
    "To know again the person who comes back from a network's consent page.",
    "10 minutes, or until it is used.",
    "When it is used, or by a timer.",
    Exported = false
)]
public sealed record LoginSession(
    Id<Workspace> WorkspaceId,
    string StartedBy,
    string Login,
    string RedirectUri,
    string? ReturnUrl,
    string? AppClientId,
    DateTimeOffset ExpiresAt,
    byte[] Sealed
)
{
    /// <summary>Names of what the person asked for beside what is always asked for.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(10);

    internal static string KeyOf(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
}
