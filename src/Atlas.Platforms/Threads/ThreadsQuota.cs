using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Threads;

/// <summary>How much of a day's posts or replies an account has used.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/overview"/>
internal sealed record ThreadsQuota(string What, int Used, int Total)
{
    public const string Source = "Threads API: Overview (rate limiting)";

    public const int PostsPerDay = 250;
    private const int RepliesPerDay = 1000;

    public static readonly QuotaBudget Posts = new(
        "threads.posts",
        "posts",
        PostsPerDay,
        QuotaWindow.RollingDay,
        QuotaScope.Channel,
        Source
    );

    public static readonly QuotaBudget Answers = new(
        "threads.replies",
        "replies",
        RepliesPerDay,
        QuotaWindow.RollingDay,
        QuotaScope.Channel,
        Source
    );

    public bool IsFull => Used >= Total;

    public string Sentence => $"The account has used {Used} of {Total} {What} that Threads allows in 24 hours.";

    /// <returns>Null where the answer does not tell.</returns>
    public static ThreadsQuota? Of(GraphAnswer answer, bool isReply) =>
        answer.Read(ThreadsJson.Default.ThreadsPageThreadsLimits)?.Data is not [var limits, ..] ? null
        : isReply ? Make("replies", limits.Replies, limits.ReplyLimit)
        : Make("posts", limits.Posts, limits.PostLimit);

    public static IReadOnlyList<QuotaCost> Costs(PostContent content)
    {
        var replies = Replies(content);
        return replies == 0 ? [Posts.Cost(1)] : [Posts.Cost(1), Answers.Cost(replies)];
    }

    /// <summary>The first comment and the further parts of a thread.</summary>
    public static int Replies(PostContent content) =>
        (content.Thread?.Count ?? 0) + (content.FirstComment is { Length: > 0 } ? 1 : 0);

    private static ThreadsQuota? Make(string what, int used, ThreadsLimit? limit) =>
        limit is { Total: > 0 } ? new ThreadsQuota(what, used, limit.Total) : null;
}
