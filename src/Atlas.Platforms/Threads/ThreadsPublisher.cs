using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Meta;
using Atlas.Platforms.Threads.Rules;

namespace Atlas.Platforms.Threads;

/// <summary>Posts, and threads of posts: every further part and the first comment are replies of the account to itself.</summary>
internal sealed class ThreadsPublisher(ThreadsApi api, ThreadsSteps steps, ThreadsFinder finder, GraphVerdicts verdicts)
    : IPlatformPublisher
{
    private static readonly PublishStep s_nothing = new("container", StepEffect.Repeatable, Visible: false);

    public Platform Platform => Platform.Threads;

    public PlatformAbilities Abilities => ThreadsFormats.Abilities;

    public DailyPosts? DailyPosts { get; } = new(ThreadsQuota.PostsPerDay, ThreadsQuota.Source);

    public bool FetchesMedia(PublishDraft draft) => draft.Media.Count > 0;

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        ThreadsFormats.Of(content.Type, media) is var format and not ThreadsFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => ThreadsRules.Check(draft);

    public async Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken)
    {
        var hasReplies = ThreadsQuota.Replies(work.Content) > 0;
        var answer = await api.ReadLimitsAsync(ThreadsAccess.Of(work), hasReplies, cancellationToken);
        List<Finding> findings = [];
        foreach (var isReply in (bool[])[false, true])
        {
            if ((!isReply || hasReplies) && ThreadsQuota.Of(answer, isReply) is { IsFull: true } quota)
            {
                findings.Add(
                    new Finding(
                        FindingSeverity.Warning,
                        "channel",
                        $"threads.quota.{quota.What}",
                        $"{quota.Total} {quota.What} in 24 hours",
                        $"{quota.Used}",
                        $"{quota.Sentence} What is due waits until there is room.",
                        ThreadsQuota.Source
                    )
                );
            }
        }

        return findings;
    }

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => ThreadsQuota.Costs(draft.Content);

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => [ThreadsQuota.Posts, ThreadsQuota.Answers];

    public PublishStep NextStep(PublishWork work) =>
        ThreadsSteps.Next(ThreadsPiece.Of(work), ThreadsCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken) =>
        steps.AdvanceAsync(
            work,
            ThreadsPiece.Of(work),
            ThreadsCursor.Read(work.Cursor, work.ContentHash),
            step,
            cancellationToken
        );

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(
            ThreadsAccess.Of(work),
            ThreadsPiece.Of(work),
            ThreadsCursor.ReadAny(work.Cursor),
            known: [],
            notBefore,
            cancellationToken
        );

    public IReadOnlyList<ChildPlan> Children(PostContent content)
    {
        List<ChildPlan> plans = [];
        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            plans.Add(new ChildPlan(ChildStep.Part(i + 2), After: i == 0 ? null : ChildStep.Part(i + 1)));
        }

        if (content.FirstComment is { Length: > 0 })
        {
            plans.Add(new ChildPlan(ChildStep.FirstComment));
        }

        return plans;
    }

    public PublishStep NextChildStep(ChildWork work) =>
        ThreadsPiece.Of(work) is { } piece
            ? ThreadsSteps.Next(piece, ThreadsCursor.Read(work.Cursor, work.Publish.ContentHash))
            : s_nothing;

    public async Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken)
    {
        if (ThreadsPiece.Of(work) is not { } piece)
        {
            return verdicts.Refused(
                answer: null,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/part",
                    "This part of the thread has nothing to publish, or its file is gone.",
                    "Publish the rest by hand, or in a post of its own.",
                    null
                ),
                cursor: null
            );
        }

        var cursor = ThreadsCursor.Read(work.Cursor, work.Publish.ContentHash);
        var answer = await steps.AdvanceAsync(work.Publish, piece, cursor, step, cancellationToken);
        // A child waits for no due instant.
        return answer is StepAnswer.Ready ready ? new StepAnswer.Continue(ready.Cursor) { Call = ready.Call } : answer;
    }

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        ThreadsPiece.Of(work) is { } piece
            ? finder.FindAsync(
                ThreadsAccess.Of(work.Publish),
                piece,
                ThreadsCursor.ReadAny(work.Cursor),
                [.. work.Made.Values], // two parts may have the same words
                notBefore,
                cancellationToken
            )
            : Task.FromResult<FindAnswer>(new FindAnswer.Absent("There was nothing to publish.", Certain: true));

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Task.FromResult<StepAnswer>(
            verdicts.Refused(
                answer: null,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/edit",
                    "Threads' interface can't change a published post.",
                    "Edit it in the Threads app, or delete it and publish it again.",
                    "Threads API: Publishing"
                ),
                work.Cursor
            )
        );

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var access = ThreadsAccess.Of(work);
        var answer = await api.DeleteAsync(access, platformPostId, cancellationToken);
        if (answer.Read(ThreadsJson.Default.ThreadsDeletion) is { Success: true })
        {
            return new StepAnswer.Done(platformPostId, null, null, work.Cursor) { Call = answer.Call };
        }

        // Gone already, if reading it says the same.
        return
            ThreadsErrors.IsGone(answer) && ThreadsErrors.IsGone(await api.ReadIdAsync(access, platformPostId, cancellationToken))
            ? new StepAnswer.Done(platformPostId, null, null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, new GraphResume(work.Cursor));
    }

    /// <summary>Only whether it is there: Threads changes nothing of a live post.</summary>
    public async Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadIdAsync(ThreadsAccess.Of(work), platformPostId, cancellationToken);
        return answer.ReadId() is not null ? new LiveAnswer.Shown(IsAsWanted: false)
            : ThreadsErrors.IsGone(answer) ? new LiveAnswer.Gone()
            : GraphLive.NotRead(verdicts.Product, answer);
    }
}
