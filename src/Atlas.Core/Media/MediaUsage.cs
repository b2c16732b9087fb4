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

        List<MediaUsePublication> publications = [];
        foreach (var link in post.Value.Publications)
        {
            var key = WorkspaceKeys.Publication(link.PublicationId);
            if (await rows.ReadAsync(partition, key, StoredJson.Default.Publication, cancellationToken) is { } found)
            {
                var steps = await ReadStepsAsync(partition, found.Value, cancellationToken);
                if (Uses(found.Value.Content, media) || steps.Any(step => step.Content is { } next && Uses(next, media)))
                {
                    publications.Add(new MediaUsePublication(found.Value, steps));
                }
            }
        }

        return publications.Count > 0 || Uses(post.Value.Content, media) ? new MediaUse(post.Value, publications) : null;
    }

    /// <summary>What follows a live post may need the file too: its cover, a thread's parts, a change of it.</summary>
    private async ValueTask<IReadOnlyList<ChildStep>> ReadStepsAsync(
        string partition,
        Publication publication,
        CancellationToken cancellationToken
    )
    {
        if (publication.State != PublicationState.Published)
        {
            return []; // not before it is live, and not after it is gone
        }

        var page = await rows.ReadRangeAsync(
            partition,
            RowRange.StartingWith(WorkspaceKeys.ChildSteps(publication.Id)),
            RowLimits.MaxPage,
            cancellationToken
        );
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.ChildStep).Value)];
    }

    /// <summary>As a medium or beside it, or by its id in what only the network's code reads.</summary>
    private static bool Uses(PostContent content, Id<MediaAsset> media) =>
        content.Media.Any(medium => medium.MediaId == media || medium.Crop?.SourceId == media)
        || content.ExtraMedia().Contains(media)
        || content.Options?.GetRawText().Contains(media.ToString(), StringComparison.Ordinal) is true;
}

/// <param name="Publications">Those that use the file.</param>
internal sealed record MediaUse(Post Post, IReadOnlyList<MediaUsePublication> Publications)
{
    public bool IsNeeded => Publications.Any(use => use.IsNeeded);

    /// <summary>When the last thing happened to one of them.</summary>
    public DateTimeOffset? LastEventAt => Publications.Max(use => use.LastEventAt);
}

/// <param name="Steps">What follows it where it is live.</param>
internal sealed record MediaUsePublication(Publication Publication, IReadOnlyList<ChildStep> Steps)
{
    public bool IsNeeded => Publication.State.Group() != PublicationGroup.Done || Steps.Any(step => !step.IsSettled);

    public DateTimeOffset? LastEventAt
    {
        get
        {
            var (own, after) = (Publication.Timeline.LastOrDefault()?.At, Steps.Max(step => step.SettledAt));
            return own > after || after is null ? own : after;
        }
    }
}
