using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Facebook;

/// <summary>Changing and deleting posts and videos. Only what this app has published is here, so all of it may be changed.</summary>
internal static class PostChanges
{
    public static ValueTask<GraphError?> ChangeAsync(GraphCall call) => ValueTask.FromResult(Change(call));

    public static ValueTask<GraphError?> DeleteAsync(GraphCall call) => ValueTask.FromResult(Delete(call));

    private static GraphError? Change(GraphCall call)
    {
        if (FeedPosts.NeedsPage(call) is { } refused)
        {
            return refused;
        }

        if (PostOf(call) is not { } post)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var text = call["message"] ?? call["description"];
        var isChanged = call
            .World.Directory(FacebookNetwork.Name)
            .Edit(
                post.Entry,
                entry =>
                {
                    entry.Text = text ?? entry.Text;
                    entry.Title = call["name"] ?? entry.Title;
                },
                call.BaseUrl
            );
        if (isChanged && post.Video is { } video)
        {
            video.Description = text ?? video.Description;
        }

        return isChanged ? call.Success() : GraphErrors.NoSuchObject(call.Method, call.Path);
    }

    private static GraphError? Delete(GraphCall call)
    {
        if (FeedPosts.NeedsPage(call) is { } refused)
        {
            return refused;
        }

        if (call.Node is PagePhoto { Post: null } photo)
        {
            call.World.Nodes.TryRemove(photo.Id, out _);
            return call.Success();
        }

        if (PostOf(call) is not { } post || !call.World.Directory(FacebookNetwork.Name).Delete(post.Entry, call.BaseUrl))
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        call.World.Nodes.TryRemove(post.Id, out _);
        if (post.Video is { } video)
        {
            call.World.Nodes.TryRemove(video.Id, out _);
        }

        return call.Success();
    }

    public static PagePost? PostOf(GraphCall call) =>
        call.Node switch
        {
            PagePost { Entry.IsDeleted: false } post => post,
            PageVideo { Post: { } post } => post,
            PagePhoto { Post: { } post } => post,
            _ => null,
        };
}
