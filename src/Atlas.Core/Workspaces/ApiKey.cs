using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

/// <summary>A key of a workspace. The secret itself is shown when it is made and stored nowhere.</summary>
/// <param name="Hash">Lower-case hex SHA-256 of the secret.</param>
/// <param name="Hint">The secret's last four characters, to tell keys apart.</param>
[StoredData(
    DataSubject.Workspace,
    "To let callers in: what a key may do. The secret itself is not kept.",
    "Until it is revoked.",
    "When it is revoked or with the workspace."
)]
public sealed record ApiKey(
    Id<ApiKey> Id,
    Id<Workspace> WorkspaceId,
    string Name,
    IReadOnlyList<string> Scopes,
    string Hash,
    string Hint,
    DateTimeOffset CreatedAt
);

/// <summary>Leads from a key's hash to its workspace.</summary>
[StoredData(
    DataSubject.Deployment,
    "To find the workspace of a key by its hash.",
    "As long as the key.",
    "With the key.",
    Exported = false
)]
public sealed record ApiKeyOwner(Id<Workspace> WorkspaceId, Id<ApiKey> KeyId);
