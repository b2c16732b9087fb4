using System.Runtime.CompilerServices;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Which posts use a file, by the posts and publications themselves: the index rows only say where to look.</summary>
internal sealed class MediaUsage(IRowStore rows)
{
    private const int PageSize = 200;

    public async IAsyncEnumerable<MediaUse> ReadAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> media,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(workspace);
        var range = RowRange.StartingWith(WorkspaceKeys.MediaUses(media));
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(partition, range, PageSize, cancellationToken);
            foreach (var row in page.Rows)
            {
                if (await ReadUseAsync(partition, Id<Post>.Parse(row.Key[^32..]), media, cancellationToken) is { } use)
                {
                    yield return use;
                }
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);
    }

    /// <summary>Whether a publication has still to go out with it, or waits for a person who may send it out.</summary>
    public async ValueTask<bool> IsNeededAsync(Id<Workspace> workspace, Id<MediaAsset> media, CancellationToken cancellationToken)
    {
        await foreach (var use in ReadAsync(workspace, media, cancellationToken))
        {
            if (use.IsNeeded)
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<MediaUse?> ReadUseAsync(
        string partition,
        Id<Post> id,
        Id<MediaAsset> media,
        CancellationToken cancellationToken
    )
    {
        if (await rows.ReadAsync(partition, WorkspaceKeys.Post(id), StoredJson.Default.Post, cancellationToken) is not { } post)
        {
            return null;
        }

        List<Publication> publications = [];
        foreach (var link in post.Value.Publications)
        {
            var key = WorkspaceKeys.Publication(link.PublicationId);
            if (
                await rows.ReadAsync(partition, key, StoredJson.Default.Publication, cancellationToken) is { } found
                && Uses(found.Value.Content, media)
            )
            {
                publications.Add(found.Value);
            }
        }

        return publications.Count > 0 || Uses(post.Value.Content, media) ? new MediaUse(post.Value, publications) : null;
    }

    /// <summary>As a medium, or by its id in what only the network's code reads, such as a cover.</summary>
    private static bool Uses(PostContent content, Id<MediaAsset> media) =>
        content.Media.Any(medium => medium.MediaId == media)
        || content.Options?.GetRawText().Contains(media.ToString(), StringComparison.Ordinal) is true;
}

/// <param name="Publications">Those that use the file.</param>
public sealed record MediaUse(Post Post, IReadOnlyList<Publication> Publications)
{
    public bool IsNeeded => Publications.Any(publication => publication.State.Group() != PublicationGroup.Done);

    /// <summary>When the last thing happened to one of them.</summary>
    public DateTimeOffset? LastEventAt => Publications.Max(publication => publication.Timeline.LastOrDefault()?.At);
}
