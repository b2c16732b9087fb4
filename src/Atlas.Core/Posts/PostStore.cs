using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Reads posts, and posts with their publications.</summary>
public sealed class PostStore(IRowStore rows, PublicationStore publications)
{
    public ValueTask<Versioned<Post>?> ReadAsync(Id<Workspace> workspace, Id<Post> id, CancellationToken cancellationToken) =>
        rows.ReadAsync(WorkspaceKeys.Partition(workspace), WorkspaceKeys.Post(id), StoredJson.Default.Post, cancellationToken);

    /// <summary>In the order of <see cref="Post.Publications"/>.</summary>
    public async Task<IReadOnlyList<Versioned<Publication>>> ReadPublicationsAsync(Post post, CancellationToken cancellationToken)
    {
        var found = new List<Versioned<Publication>>(post.Publications.Count);
        foreach (var link in post.Publications)
        {
            if (await publications.ReadAsync(post.WorkspaceId, link.PublicationId, cancellationToken) is { } publication)
            {
                found.Add(publication);
            }
        }

        return found;
    }
}
