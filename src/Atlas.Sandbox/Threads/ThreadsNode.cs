using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>What all of Threads' objects have in common.</summary>
internal abstract class ThreadsNode(string id, ThreadsAccount account) : GraphNode(id)
{
    public ThreadsAccount Account => account;

    public override string AccountId => account.Id;

    public override string UsageType => ThreadsNetwork.Name;

    public override GraphError CallLimit => ThreadsErrors.CallLimit;

    public override bool IsVisibleTo(AccessToken token) => token.OwnerId == account.Id;
}

/// <summary>An account as the graph knows it.</summary>
internal sealed class ThreadsProfile(ThreadsAccount account) : ThreadsNode(account.Id, account)
{
    private static readonly string[] Paging = ["since", "until", "limit", "before", "after"];

    private static readonly GraphOperation Read = new("threads.profile.read", ProfileReads.ReadAsync, [])
    {
        Scopes = [ThreadsScopes.Basic],
    };

    private static readonly GraphOperation Create = new(
        "threads.container.create",
        ContainerCreation.CreateAsync,
        ContainerParameters.Names
    )
    {
        Scopes = [ThreadsScopes.Publish],
    };

    private static readonly GraphOperation Publish = new("threads.publish", ThreadsPublishing.PublishAsync, ["creation_id"])
    {
        Scopes = [ThreadsScopes.Publish],
    };

    private static readonly GraphOperation ListPosts = new("threads.posts.list", PostReads.ListPostsAsync, Paging)
    {
        Scopes = [ThreadsScopes.Basic],
    };

    private static readonly GraphOperation ListReplies = new("threads.replies.list", PostReads.ListRepliesAsync, Paging)
    {
        Scopes = [ThreadsScopes.ReadReplies],
    };

    private static readonly GraphOperation ReadLimits = new("threads.limits.read", ProfileReads.ReadLimitsAsync, [])
    {
        Scopes = [ThreadsScopes.Publish],
    };

    public override string TypeName => "ThreadsUser";

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => Read,
            ("POST", "threads") => Create,
            ("POST", "threads_publish") => Publish,
            ("GET", "threads") => ListPosts,
            ("GET", "replies") => ListReplies,
            ("GET", "threads_publishing_limit") => ReadLimits,
            _ => null,
        };
}
