namespace Atlas.Core.Workspaces;

/// <summary>Section <c>Atlas</c> of the settings.</summary>
public sealed class WorkspaceOptions
{
    /// <summary>Hex SHA-256 of the secret that may make workspaces. Without one nobody can.</summary>
    public string? SetupKeyHash { get; set; }
}
