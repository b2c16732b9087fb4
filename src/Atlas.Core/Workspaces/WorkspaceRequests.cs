namespace Atlas.Core.Workspaces;

public sealed record CreateWorkspaceRequest(string? Name, string? TimeZone);

public sealed record UpdateWorkspaceRequest(string? Name, string? TimeZone);

public sealed record CreateApiKeyRequest(string? Name, IReadOnlyList<string>? Scopes);
