using Atlas.Core.Idempotency;
using Atlas.Core.Posts;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Shows, changes and deletes what a workspace has uploaded.</summary>
public sealed class MediaLibrary(
    IRowStore rows,
    CommandLedger commands,
    MediaAssets assets,
    IMediaStore store,
    PublicationStore publications
)
{
    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<MediaAsset> id, CancellationToken cancellationToken) =>
        await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken) is { } asset
            ? Show(asset.Value)
            : Problem.NotFound("media");

    public async Task<Outcome<Answer>> ListAsync(
        Caller caller,
        MediaKind? kind,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var range = RowRange.StartingWith(WorkspaceKeys.Media);
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            cursor is null ? range : range.AfterKey(WorkspaceKeys.Media + cursor),
            limit,
            cancellationToken
        );
        var items = page
            .Rows.Select(row => row.As(StoredJson.Default.MediaAsset).Value)
            .Where(asset => kind is null || asset.Kind == kind)
            .Select(MediaView.Of)
            .ToList();
        var next = page.HasMore ? page.Rows[^1].Key[WorkspaceKeys.Media.Length..] : null;
        return Answer.Ok(new MediaListView(items, PageCursor.Encode(next)), ApiJson.Default.MediaListView);
    }

    public Task<Outcome<Answer>> UpdateAsync(
        Caller caller,
        Id<MediaAsset> id,
        UpdateMediaRequest request,
        string? ifMatch,
        CancellationToken cancellationToken
    ) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            async token =>
            {
                List<ProblemError> errors = [];
                MediaRules.CheckAltText(errors, request.AltText);
                if (errors.Count > 0)
                {
                    return Problem.Invalid(errors);
                }

                if (await assets.ReadAsync(caller.WorkspaceId, id, token) is not { } current)
                {
                    return Problem.NotFound("media");
                }

                if (!EntityTag.Allows(ifMatch, current.Value.ToRow(StoredJson.Default.MediaAsset).Span))
                {
                    return Problem.PreconditionFailed();
                }

                var next = current.Value with { AltText = request.AltText is "" ? null : request.AltText };
                var write = RowWrite.Replace(
                    WorkspaceKeys.MediaAsset(id),
                    next.ToRow(StoredJson.Default.MediaAsset),
                    current.ETag
                );
                return new Change([write], Show(next));
            },
            cancellationToken
        );

    public async Task<Outcome<Answer>> DeleteAsync(Caller caller, Id<MediaAsset> id, CancellationToken cancellationToken)
    {
        if (await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } asset)
        {
            return Problem.NotFound("media");
        }

        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        var uses = RowRange.StartingWith(WorkspaceKeys.MediaUses(id));
        while (await rows.ReadRangeAsync(partition, uses, RowLimits.MaxWrites, cancellationToken) is { Rows.Count: > 0 } page)
        {
            foreach (var use in page.Rows)
            {
                var post = Id<Post>.Parse(use.Key[^32..]);
                if (await IsOpenAsync(caller.WorkspaceId, post, id, cancellationToken))
                {
                    return Problem.Conflict(
                        "media-in-use",
                        $"The post {post} is still to go out with it. Change or cancel the post first."
                    );
                }
            }

            await rows.WriteAsync(partition, [.. page.Rows.Select(row => RowWrite.Delete(row.Key))], cancellationToken);
        }

        // The row first: bytes without a row are found by nobody, a row without bytes would fail a post.
        await rows.WriteAsync(partition, [RowWrite.Delete(WorkspaceKeys.MediaAsset(id))], cancellationToken);
        await store.DeleteAsync(asset.Value.StoredAs, cancellationToken);
        return Answer.NoContent;
    }

    private async Task<bool> IsOpenAsync(
        Id<Workspace> workspace,
        Id<Post> postId,
        Id<MediaAsset> media,
        CancellationToken cancellationToken
    )
    {
        var post = await rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Post(postId),
            StoredJson.Default.Post,
            cancellationToken
        );
        foreach (var link in post?.Value.Publications ?? [])
        {
            var publication = await publications.ReadAsync(workspace, link.PublicationId, cancellationToken);
            if (
                publication is not null
                && publication.Value.State.Group() != PublicationGroup.Done
                && publication.Value.Content.Media.Any(medium => medium.MediaId == media)
            )
            {
                return true;
            }
        }

        return false;
    }

    private static Answer Show(MediaAsset asset) =>
        Answer.Ok(MediaView.Of(asset), ApiJson.Default.MediaView, EntityTag.Of(asset.ToRow(StoredJson.Default.MediaAsset).Span));
}
