using Atlas.Core.Storage;

namespace Atlas.Core.Media;

/// <summary>Deletes the bytes of uploads that became no asset.</summary>
public sealed class DiscardUpload(IRowStore rows, IMediaStore store)
{
    /// <returns>False where it has become an asset meanwhile, or somebody else changes it: its bytes stay.</returns>
    internal async Task<bool> HandleAsync(Versioned<MediaUpload> upload, CancellationToken cancellationToken)
    {
        if (upload.Value.MediaId is not null)
        {
            return false;
        }

        if (!upload.Value.IsDiscarded)
        {
            // The mark first: who finishes it at the same time meets the new tag, and looks again.
            var next = upload.Value with
            {
                IsDiscarded = true,
            };
            var write = RowWrite.Replace(
                WorkspaceKeys.MediaUpload(next.Id),
                next.ToRow(StoredJson.Default.MediaUpload),
                upload.ETag
            );
            if (!(await rows.WriteAsync(WorkspaceKeys.Partition(next.WorkspaceId), [write], cancellationToken)).Succeeded)
            {
                return false;
            }
        }

        await DeleteBytesAsync(upload.Value, cancellationToken);
        return true;
    }

    /// <summary>Deletes the bytes of a finished upload where another asset has the same ones.</summary>
    internal async Task ReleaseAsync(MediaUpload upload, CancellationToken cancellationToken)
    {
        var current = await rows.ReadAsync(
            WorkspaceKeys.Partition(upload.WorkspaceId),
            WorkspaceKeys.MediaUpload(upload.Id),
            StoredJson.Default.MediaUpload,
            cancellationToken
        );
        if (current?.Value.MediaId is { } became && became != upload.Id)
        {
            await DeleteBytesAsync(upload, cancellationToken);
        }
    }

    internal async Task DeleteBytesAsync(MediaUpload upload, CancellationToken cancellationToken)
    {
        await store.DiscardStagedAsync(upload.StoredAs, cancellationToken);
        await store.DeleteAsync(upload.StoredAs, cancellationToken);
    }
}
