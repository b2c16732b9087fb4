using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>
/// Deletes an asset that nothing needs any more. It is marked first: from then on no post can take it up, and one that did
/// at the same moment is seen by the second look.
/// </summary>
public sealed class DeleteMedia(IRowStore rows, IMediaStore store, MediaAssets assets, MediaExpiry expiry, TimeProvider time)
{
    private const int MaxNamed = 20;

    /// <summary>Rows of uses that fit into the asset's own batch.</summary>
    private const int UsesInBatch = RowLimits.MaxWrites - 2;

    private readonly MediaUsage _usage = new(rows);

    public async Task<Outcome<Answer>> HandleAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        CancellationToken cancellationToken
    )
    {
        if (await assets.ReadAsync(workspace, id, cancellationToken) is not { } asset)
        {
            return Problem.NotFound("media");
        }

        if (await RefuseUsedAsync(workspace, id, cancellationToken) is { } used)
        {
            return used;
        }

        if (await MarkAsync(asset, cancellationToken) is not { } marked)
        {
            return Problem.Conflict("busy", "It is being changed from another side at the same time. Try again.");
        }

        if (await RefuseUsedAsync(workspace, id, cancellationToken) is { } usedNow)
        {
            await WriteAsync(marked, asset.Value, cancellationToken);
            return usedNow;
        }

        return await RemoveAsync(marked, cancellationToken)
            ? Answer.NoContent
            : Problem.Conflict("busy", "It is being changed from another side at the same time. Try again.");
    }

    /// <returns>The asset as marked, or null where it has changed meanwhile.</returns>
    internal Task<Versioned<MediaAsset>?> MarkAsync(Versioned<MediaAsset> asset, CancellationToken cancellationToken) =>
        WriteAsync(asset, asset.Value with { LeavingSince = time.GetUtcNow() }, cancellationToken);

    internal async Task<Versioned<MediaAsset>?> WriteAsync(
        Versioned<MediaAsset> current,
        MediaAsset next,
        CancellationToken cancellationToken
    )
    {
        var write = RowWrite.Replace(WorkspaceKeys.MediaAsset(next.Id), next.ToRow(StoredJson.Default.MediaAsset), current.ETag);
        var written = await rows.WriteAsync(WorkspaceKeys.Partition(next.WorkspaceId), [write], cancellationToken);
        return written is { Succeeded: true, ETags: [{ } tag] } ? new Versioned<MediaAsset>(next, tag) : null;
    }

    /// <summary>
    /// The row first: bytes without a row are found by nobody, a row without bytes would fail a post. That the bytes may be
    /// left over is noted before, so they go even when this process dies in between.
    /// </summary>
    /// <returns>False where it has changed since it was marked: it stays.</returns>
    internal async Task<bool> RemoveAsync(Versioned<MediaAsset> marked, CancellationToken cancellationToken)
    {
        var asset = marked.Value;
        var partition = WorkspaceKeys.Partition(asset.WorkspaceId);
        string[] files = asset.Poster is { } poster ? [asset.StoredAs, poster.StoredAs] : [asset.StoredAs];
        foreach (var file in files)
        {
            await expiry.AddFileAsync(asset.WorkspaceId, file, time.GetUtcNow(), cancellationToken);
        }

        List<RowWrite> writes = [RowWrite.Delete(WorkspaceKeys.MediaAsset(asset.Id), marked.ETag)];
        var hashKey = WorkspaceKeys.MediaByHash(asset.Sha256);
        var owner = await rows.ReadAsync(partition, hashKey, StoredJson.Default.MediaHashOwner, cancellationToken);
        if (owner?.Value.MediaId == asset.Id)
        {
            writes.Add(RowWrite.Delete(hashKey, owner.ETag));
        }

        var uses = RowRange.StartingWith(WorkspaceKeys.MediaUses(asset.Id));
        var page = await rows.ReadRangeAsync(partition, uses, UsesInBatch, cancellationToken);
        writes.AddRange(page.Rows.Select(use => RowWrite.Delete(use.Key)));
        if (!(await rows.WriteAsync(partition, writes, cancellationToken)).Succeeded)
        {
            return false;
        }

        while (page.HasMore)
        {
            page = await rows.ReadRangeAsync(partition, uses, UsesInBatch, cancellationToken);
            if (page.Rows.Count > 0)
            {
                await rows.WriteAsync(partition, [.. page.Rows.Select(use => RowWrite.Delete(use.Key))], cancellationToken);
            }
        }

        foreach (var file in files)
        {
            await store.DeleteAsync(file, cancellationToken);
        }

        return true;
    }

    private async Task<Problem?> RefuseUsedAsync(Id<Workspace> workspace, Id<MediaAsset> id, CancellationToken cancellationToken)
    {
        List<ProblemError> errors = [];
        await foreach (var use in _usage.ReadAsync(workspace, id, cancellationToken))
        {
            if (use.IsNeeded && errors.Count < MaxNamed)
            {
                errors.Add(
                    new ProblemError(
                        "usedBy",
                        "media.inUse",
                        "This post is still to go out with the file, or waits for a person. Change or cancel it first.",
                        Actual: use.Post.Id.ToString()
                    )
                );
            }
        }

        return errors.Count == 0
            ? null
            : Problem.Conflict("media-in-use", "Posts that are still to go out need the file: errors names them.") with
            {
                Errors = errors,
            };
    }
}
