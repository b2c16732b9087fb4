using Atlas.Core.Channels;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <param name="CreatedFrom">Inclusive.</param>
/// <param name="CreatedBefore">Exclusive.</param>
public sealed record PostQuery(
    Id<Channel>? ChannelId,
    IReadOnlyList<PublicationState> States,
    DateTimeOffset? CreatedFrom,
    DateTimeOffset? CreatedBefore,
    string? Cursor,
    int Limit
)
{
    internal RowRange Range()
    {
        var range = RowRange.StartingWith(WorkspaceKeys.Posts);
        range = range with
        {
            From = CreatedFrom is { } from ? WorkspaceKeys.Posts + FirstIdAt(from) : range.From,
            Before = CreatedBefore is { } before ? WorkspaceKeys.Posts + FirstIdAt(before) : range.Before,
        };
        return Cursor is null ? range : range.AfterKey(WorkspaceKeys.Posts + Cursor);
    }

    /// <summary>Ids begin with their time: 48 bits of milliseconds.</summary>
    private static string FirstIdAt(DateTimeOffset time) => Math.Max(time.ToUnixTimeMilliseconds(), 0).ToString("x12");
}

/// <summary>Shows posts with their publications.</summary>
public sealed class ReadPosts(IRowStore rows, PostStore posts, PostInspection inspection)
{
    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<Post> id, CancellationToken cancellationToken)
    {
        if (await posts.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } post)
        {
            return Problem.NotFound("post");
        }

        var publications = await posts.ReadPublicationsAsync(post.Value, cancellationToken);
        List<FindingView> findings = [];
        foreach (var publication in publications)
        {
            if (publication.Value.State.IsEditable())
            {
                findings.AddRange(await inspection.InspectAsync(publication.Value, cancellationToken));
            }
        }

        return new PostEdits(post, publications).Show(findings);
    }

    /// <summary>In the order in which they were made. A page may hold fewer than the limit and still have more behind it.</summary>
    public async Task<Outcome<Answer>> ListAsync(Caller caller, PostQuery query, CancellationToken cancellationToken)
    {
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            query.Range(),
            query.Limit,
            cancellationToken
        );
        List<PostView> items = [];
        foreach (var row in page.Rows)
        {
            var post = row.As(StoredJson.Default.Post).Value;
            if (query.ChannelId is { } channel && !post.Publications.Any(link => link.ChannelId == channel))
            {
                continue;
            }

            var publications = await posts.ReadPublicationsAsync(post, cancellationToken);
            if (query.States.Count == 0 || publications.Any(publication => query.States.Contains(publication.Value.State)))
            {
                items.Add(PostView.Of(post, [.. publications.Select(found => PublicationView.Of(found.Value))], []));
            }
        }

        var next = page.HasMore ? page.Rows[^1].Key[WorkspaceKeys.Posts.Length..] : null;
        return Answer.Ok(new PostListView(items, PageCursor.Encode(next)), ApiJson.Default.PostListView);
    }
}
