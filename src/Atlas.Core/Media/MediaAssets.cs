using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>The rows of a workspace's library.</summary>
public sealed class MediaAssets(IRowStore rows)
{
    private readonly MediaUsage _usage = new(rows);

    /// <returns>
    /// Null also for an asset that is about to be deleted, unless a publication turns out to need it: so no post can take it
    /// up any more, and one that did at the last moment still goes out.
    /// </returns>
    public async ValueTask<Versioned<MediaAsset>?> ReadAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        CancellationToken cancellationToken
    )
    {
        var found = await ReadEvenLeavingAsync(workspace, id, cancellationToken);
        return found is { Value.LeavingSince: not null } && !await _usage.IsNeededAsync(workspace, id, cancellationToken)
            ? null
            : found;
    }

    internal ValueTask<Versioned<MediaAsset>?> ReadEvenLeavingAsync(
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
