using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

internal static class WorkspaceTimeZone
{
    /// <summary>The workspace's IANA zone, for what runs without a caller.</summary>
    public static async ValueTask<string> ReadTimeZoneAsync(
        this IRowStore rows,
        Id<Workspace> workspace,
        CancellationToken cancellationToken
    )
    {
        var row = await rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Workspace,
            StoredJson.Default.Workspace,
            cancellationToken
        );
        return row?.Value.TimeZone ?? "UTC";
    }
}
