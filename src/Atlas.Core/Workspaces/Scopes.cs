namespace Atlas.Core.Workspaces;

/// <summary>What a key may be allowed to do.</summary>
public static class Scopes
{
    public const string PostsRead = "posts:read";
    public const string PostsWrite = "posts:write";
    public const string ChannelsRead = "channels:read";
    public const string ChannelsWrite = "channels:write";
    public const string MediaRead = "media:read";
    public const string MediaWrite = "media:write";
    public const string WorkspaceRead = "workspace:read";

    /// <summary>Keys and the workspace itself. Includes every other scope of the workspace.</summary>
    public const string Admin = "admin";

    /// <summary>Making workspaces. Only the deployment's set-up key has it.</summary>
    public const string SetUp = "setup";

    /// <summary>Whether the deployment is set up well. The set-up key has it too.</summary>
    public const string SetupRead = "setup:read";

    /// <summary>Operating the deployment. Only who passes the operators' door has it.</summary>
    public const string Operate = "operate";

    /// <summary>What a workspace's keys can be given.</summary>
    public static IReadOnlyList<string> Grantable { get; } =
    [PostsRead, PostsWrite, ChannelsRead, ChannelsWrite, MediaRead, MediaWrite, WorkspaceRead, SetupRead, Admin];
}
