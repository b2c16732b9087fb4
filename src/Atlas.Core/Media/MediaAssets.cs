using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>The rows of a workspace's library.</summary>
public sealed class MediaAssets(IRowStore rows)
{
    public ValueTask<Versioned<MediaAsset>?> ReadAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        CancellationToken cancellationToken
    ) =>
        rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.MediaAsset(id),
            StoredJson.Default.MediaAsset,
            cancellationToken
        );
}
