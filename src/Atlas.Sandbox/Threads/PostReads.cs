using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Threads;

/// <summary>Single posts, lists of them, and their end.</summary>
internal static class PostReads
{
    public static ValueTask<GraphError?> ReadAsync(GraphCall call) =>
        ValueTask.FromResult(
            ((ThreadsPostNode)call.Node!).Post is { IsDeleted: false } post
                ? PostFields.Check(call) ?? PostFields.Write(call, post)
                : ThreadsErrors.Gone(call.Method, call.Node!.Id)
        );

    public static ValueTask<GraphError?> ListPostsAsync(GraphCall call) => ValueTask.FromResult(List(call, "post"));

    public static ValueTask<GraphError?> ListRepliesAsync(GraphCall call) => ValueTask.FromResult(List(call, "reply"));

    public static ValueTask<GraphError?> DeleteAsync(GraphCall call) => ValueTask.FromResult(Delete(call));

    private static GraphError? List(GraphCall call, string kind)
    {
        if (PostFields.Check(call) is { } unknown)
        {
            return unknown;
        }

        if (Time(call, "since", out var since) is { } badSince)
        {
            return badSince;
        }

        if (Time(call, "until", out var until) is { } badUntil)
        {
            return badUntil;
        }

        var account = ((ThreadsNode)call.Node!).Account;
        var posts = account
            .Posts()
            .OfType<ThreadsPost>()
            .Where(post =>
                post.Kind == kind && (since is null || post.Created >= since) && (until is null || post.Created < until)
            )
            .ToList();
        return GraphPage.Write(call, posts, post => post.Id, post => PostFields.Write(call, post));
    }

    private static GraphError? Time(GraphCall call, string name, out DateTimeOffset? time)
    {
        time = call[name] is { } text ? GraphTime.Parse(text) : null;
        return call[name] is not null && time is null ? ThreadsErrors.Invalid($"Param {name} is no time") : null;
    }

    private static GraphError? Delete(GraphCall call)
    {
        var node = (ThreadsPostNode)call.Node!;
        if (node.Post.IsDeleted)
        {
            return ThreadsErrors.Gone(call.Method, node.Id);
        }

        if (!node.Account.Deletions24.TryUse(call.Now))
        {
            return ThreadsErrors.Quota;
        }

        NetworkDirectory directory = call.World.Directory(ThreadsNetwork.Name);
        directory.Delete(node.Post, call.BaseUrl);
        call.Json.WriteStartObject();
        call.Json.WriteBoolean("success"u8, true);
        call.Json.WriteString("deleted_id"u8, node.Id);
        call.Json.WriteEndObject();
        return null;
    }
}
