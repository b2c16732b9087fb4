using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Threads;

/// <summary>
/// How one post of a thread goes out: container, poll, publish; a carousel makes a container for each item first. Containers
/// live 24 h: an older one is not published but made again.
/// </summary>
internal sealed class ThreadsSteps(
    ThreadsApi api,
    ThreadsPolling polling,
    GraphVerdicts verdicts,
    IOptions<ThreadsOptions> options,
    TimeProvider time
)
{
    private static readonly PublishStep s_item = new("item", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_container = new("container", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);

    public static PublishStep Next(ThreadsPiece piece, ThreadsCursor cursor)
    {
        var isCarousel = piece.Format is ThreadsFormat.Carousel;
        var items = cursor.Items?.Count ?? 0;
        return cursor switch
        {
            { IsReady: true } => s_publish,
            { Container: not null } => s_poll,
            _ when isCarousel && items < piece.Assets.Count => s_item,
            _ when isCarousel && cursor.FinishedItems < items => s_poll,
            _ => s_container,
        };
    }

    public Task<StepAnswer> AdvanceAsync(
        PublishWork work,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        PublishStep step,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        if (step != Next(piece, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{Next(piece, cursor).Name}', not '{step.Name}'.",
                nameof(step)
            );
        }

        if (cursor.IsExpired(time.GetUtcNow()))
        {
            return Task.FromResult<StepAnswer>(new StepAnswer.Continue(new ThreadsCursor { Hash = cursor.Hash }.Write()));
        }

        return step.Name switch
        {
            "item" => MakeItemAsync(work, piece, cursor, cancellationToken),
            "container" => MakeContainerAsync(work, piece, cursor, cancellationToken),
            "poll" => polling.PollAsync(ThreadsAccess.Of(work), piece, cursor, cancellationToken),
            _ => PublishAsync(ThreadsAccess.Of(work), piece, cursor, cancellationToken),
        };
    }

    private async Task<StepAnswer> MakeItemAsync(
        PublishWork work,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var index = cursor.Items?.Count ?? 0;
        var form = ThreadsContainers.Item(piece, index, await work.FetchUrl(piece.Assets[index], cancellationToken));
        var answer = await api.CreateContainerAsync(ThreadsAccess.Of(work), form, cancellationToken);
        return answer.ReadId() is { } id
            ? new StepAnswer.Continue(cursor.WithItem(id, time.GetUtcNow()).Write()) { Call = answer.Call }
            : verdicts.Unseen(answer, cursor.Resume());
    }

    private async Task<StepAnswer> MakeContainerAsync(
        PublishWork work,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        CancellationToken cancellationToken
    )
    {
        GraphForm form;
        switch (piece.Format)
        {
            case ThreadsFormat.Text:
                form = ThreadsContainers.Text(piece);
                break;
            case ThreadsFormat.Image or ThreadsFormat.Video:
                form = ThreadsContainers.Medium(piece, await work.FetchUrl(piece.Assets[0], cancellationToken));
                break;
            case ThreadsFormat.Carousel:
                form = ThreadsContainers.Carousel(piece, cursor.Items ?? []);
                break;
            default:
                return verdicts.Refused(
                    answer: null,
                    RefusalClass.Rejected,
                    new PlatformProblem(
                        "atlas/format",
                        "Threads has no post of this type with these media.",
                        "Check the post's type and media.",
                        null
                    ),
                    cursor: null
                );
        }

        var answer = await api.CreateContainerAsync(ThreadsAccess.Of(work), form, cancellationToken);
        return answer.ReadId() is { } id
            ? polling.AfterMaking(piece, cursor.WithContainer(id, time.GetUtcNow()), answer)
            : verdicts.Unseen(answer, cursor.Resume());
    }

    private async Task<StepAnswer> PublishAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.PublishAsync(access, cursor.Container!, cancellationToken);
        if (answer.ReadId() is { } id)
        {
            return await DoneAsync(access, id, cursor, answer, cancellationToken);
        }

        return verdicts.Product.Rule(answer)?.Reaction switch
        {
            MetaReaction.NewContainer when !answer.IsServerFault => await polling.AfterRefusedPublishAsync(
                access,
                piece,
                cursor,
                answer,
                cancellationToken
            ),
            MetaReaction.Wait when !answer.IsServerFault => await QuotaAsync(access, piece, cursor, answer, cancellationToken),
            _ => verdicts.Visible(answer, cursor.Resume()),
        };
    }

    private async Task<StepAnswer> DoneAsync(
        ThreadsAccess access,
        string postId,
        ThreadsCursor cursor,
        GraphAnswer published,
        CancellationToken cancellationToken
    )
    {
        ThreadsPost? post = null;
        if (options.Value.ReadPermalinkAfterPublish)
        {
            // Best effort: whatever this read comes to, the post is live and its id is known.
            var answer = await api.ReadPermalinkAsync(access, postId, cancellationToken);
            post = answer.Read(ThreadsJson.Default.ThreadsPost);
        }

        return new StepAnswer.Done(postId, post?.Permalink, GraphTime.Parse(post?.Timestamp), cursor.Write())
        {
            Call = published.Call,
        };
    }

    /// <summary>A refusal for a limit does not say which: where the account's own count is full, that is the one, and it takes hours.</summary>
    private async Task<StepAnswer> QuotaAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        GraphAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var verdict = verdicts.Visible(refused, cursor.Resume());
        var isReply = piece.ReplyTo is not null;
        var answer = await api.ReadLimitsAsync(access, withReplies: isReply, cancellationToken);
        var quota = ThreadsQuota.Of(answer, isReply);
        return verdict is StepAnswer.Refused refusal && quota is { IsFull: true }
            ? refusal with
            {
                RetryAt = time.GetUtcNow() + TimeSpan.FromHours(1),
                Problem = refusal.Problem with
                {
                    Message = quota.Sentence,
                    NextStep = "Nothing to do: it goes out when there is room.",
                    Source = ThreadsQuota.Source,
                },
            }
            : verdict;
    }
}
