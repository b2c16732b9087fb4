using System.Text.RegularExpressions;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Threads;

/// <summary>Looks whether a post or a reply is live whose answer was lost: its container's state first, then the account's own list.</summary>
internal sealed partial class ThreadsFinder(ThreadsApi api, GraphVerdicts verdicts)
{
    private const int MostPages = 5;

    /// <summary>Threads' clock against ours.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    /// <param name="cursor">Of the post or the child, whatever the content is by now.</param>
    /// <param name="known">Ids that other parts of the thread own.</param>
    public async Task<FindAnswer> FindAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        ThreadsCursor? cursor,
        IReadOnlyCollection<string> known,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        if (cursor?.Container is not { } container)
        {
            return new FindAnswer.Absent("No container was made, so none can have been published.", Certain: true);
        }

        var answer = await api.ReadContainerAsync(access, container, cancellationToken);
        return answer.Read(ThreadsJson.Default.ThreadsContainer)?.Status switch
        {
            "FINISHED" => new FindAnswer.Absent("Its container is FINISHED: prepared, not published.", Certain: true),
            "ERROR" or "EXPIRED" => new FindAnswer.Absent(
                "Its container failed or expired without being published.",
                Certain: true
            ),
            "IN_PROGRESS" => new FindAnswer.Absent("Its container is still IN_PROGRESS.", Certain: false),
            "PUBLISHED" => await LiveAsync(access, piece, known, notBefore, "its container is PUBLISHED", cancellationToken),
            _ when ThreadsErrors.IsNoContainerAnyMore(answer) => await LiveAsync(
                access,
                piece,
                known,
                notBefore,
                "its container has become a post",
                cancellationToken
            ),
            // A read that broke off says nothing, and without it a look-alike would be taken for ours.
            _ when IsPassing(answer) => Unreadable("Its container", answer),
            _ => await AmongAsync(access, piece, known, notBefore, "its container could not be read", cancellationToken) switch
            {
                { Found: { } found } => found,
                { Problem: { } problem } => problem,
                _ => Unreadable("Its container", answer),
            },
        };
    }

    private async Task<FindAnswer> LiveAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        IReadOnlyCollection<string> known,
        DateTimeOffset notBefore,
        string evidence,
        CancellationToken cancellationToken
    ) =>
        await AmongAsync(access, piece, known, notBefore, evidence, cancellationToken) switch
        {
            { Found: { } found } => found with { ProvenLive = true },
            { Problem: { } problem } => problem,
            _ => new FindAnswer.Unreadable($"It is live ({evidence}), but the account does not list it yet.", Ever: false),
        };

    private static bool IsPassing(GraphAnswer answer) =>
        answer is not { Outcome: CallOutcome.Answered, IsServerFault: false } || answer.Status == 429;

    private async Task<Listed> AmongAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        IReadOnlyCollection<string> known,
        DateTimeOffset notBefore,
        string evidence,
        CancellationToken cancellationToken
    )
    {
        var edge = piece.ReplyTo is null ? "threads" : "replies";
        var since = notBefore - s_skew;
        List<(ThreadsPost Post, DateTimeOffset At)> matches = [];
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListAsync(access, edge, since, after, cancellationToken);
            if (answer.Read(ThreadsJson.Default.ThreadsPageThreadsPost) is not { } list)
            {
                return new Listed(null, NotListed(edge, answer));
            }

            matches.AddRange(
                from post in list.Data ?? []
                let at = GraphTime.Parse(post.Timestamp)
                where post.Id is not null && !known.Contains(post.Id) && at >= since && Matches(piece, post)
                select (post, at.Value)
            );
            after = list.Paging?.Cursors?.After;
            if (list.Paging?.Next is null || after is null)
            {
                break;
            }
        }

        return matches.Count == 0
            ? default
            : new Listed(
                new FindAnswer.Found([
                    .. matches
                        .OrderBy(match => match.At) // ours is the first that came after the call, unless another publication owns it
                        .Select(match => new FoundPost(
                            match.Post.Id!,
                            match.Post.Permalink,
                            match.At,
                            $"{evidence}; type, text and time match"
                        )),
                ]),
                null
            );
    }

    /// <summary>Replies are read by a permission of their own: without it no waiting helps.</summary>
    private FindAnswer.Unreadable NotListed(string edge, GraphAnswer answer) =>
        verdicts.Product.Rule(answer) is { Reaction: MetaReaction.Permission } && edge == "replies"
            ? new FindAnswer.Unreadable("The permission to read replies (threads_read_replies) is missing.", Ever: true)
            : Unreadable($"The account's {(edge == "replies" ? "replies" : "posts")}", answer);

    private FindAnswer.Unreadable Unreadable(string what, GraphAnswer answer) => verdicts.Product.Unreadable(what, answer);

    private static bool Matches(ThreadsPiece piece, ThreadsPost post) =>
        (piece.ReplyTo is null || post.RepliedTo?.Id is null || post.RepliedTo.Id == piece.ReplyTo)
        && SameText(piece.Text, post.Text)
        && post.MediaType
            == piece.Format switch
            {
                ThreadsFormat.Image => "IMAGE",
                ThreadsFormat.Video => "VIDEO",
                ThreadsFormat.Carousel => "CAROUSEL_ALBUM",
                _ => "TEXT_POST",
            };

    /// <summary>Threads may change how white space is written, and takes the # off a topic.</summary>
    internal static bool SameText(string ours, string? theirs) => Plain(ours) == Plain(theirs ?? "");

    private static string Plain(string text) => WhiteSpace().Replace(text.Replace("#", "", StringComparison.Ordinal), " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();

    private readonly record struct Listed(FindAnswer.Found? Found, FindAnswer.Unreadable? Problem);
}
