namespace Atlas.Core.Workspaces;

public sealed record WorkspaceView(Id<Workspace> Id, string Name, string TimeZone, DateTimeOffset CreatedAt)
{
    public static WorkspaceView Of(Workspace workspace) =>
        new(workspace.Id, workspace.Name, workspace.TimeZone, workspace.CreatedAt);
}

/// <param name="Secret">Only in the answer that makes the key.</param>
public sealed record ApiKeyView(
    Id<ApiKey> Id,
    string Name,
    IReadOnlyList<string> Scopes,
    string Hint,
    DateTimeOffset CreatedAt,
    string? Secret = null
)
{
    public static ApiKeyView Of(ApiKey key, string? secret = null) =>
        new(key.Id, key.Name, key.Scopes, key.Hint, key.CreatedAt, secret);
}

/// <param name="ApiKey">The workspace's first key, with its secret: shown this once.</param>
public sealed record WorkspaceCreatedView(
    Id<Workspace> Id,
    string Name,
    string TimeZone,
    DateTimeOffset CreatedAt,
    ApiKeyView ApiKey
);

public sealed record WorkspaceListView(IReadOnlyList<WorkspaceView> Items, string? Next);

public sealed record ApiKeyListView(IReadOnlyList<ApiKeyView> Items, string? Next);
