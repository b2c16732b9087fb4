using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Threads;

/// <summary>A post, or a reply: effects call the first <c>post</c> and every further one <c>reply</c>.</summary>
/// <param name="parent">What it answers; null for the first of a thread.</param>
internal sealed class ThreadsPost(ThreadsAccount account, string id, ThreadsPost? parent, DateTimeOffset created)
    : NetworkPost(account, id, parent is null ? "post" : "reply", created)
{
    public ThreadsAccount Owner => account;

    public ThreadsPost? Parent => parent;

    public ThreadsPost Root => parent?.Root ?? this;

    public required string MediaType { get; init; }

    public required string Shortcode { get; init; }

    public required ContainerRequest Request { get; init; }
}

internal sealed class ThreadsPostNode(ThreadsPost post) : ThreadsNode(post.Id, post.Owner)
{
    private static readonly GraphOperation Read = new("threads.post.read", PostReads.ReadAsync, [])
    {
        Scopes = [ThreadsScopes.Basic],
    };

    private static readonly GraphOperation Remove = new("threads.post.delete", PostReads.DeleteAsync, [])
    {
        Scopes = [ThreadsScopes.Delete],
    };

    public ThreadsPost Post => post;

    public override string TypeName => "ThreadsMedia";

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => Read,
            ("DELETE", "") => Remove,
            _ => null,
        };
}
