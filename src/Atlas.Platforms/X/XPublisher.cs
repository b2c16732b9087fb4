using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Http;
using Atlas.Platforms.X.Rules;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.X;

/// <summary>Uploads each file, which nobody sees, then makes the post; a thread's parts and the first comment do the same as replies.</summary>
internal sealed class XPublisher(
    XApi api,
    XAnswers answers,
    XUploads uploads,
    XFinder finder,
    IOptions<XOptions> options,
    TimeProvider time
) : IPlatformPublisher
{
    private const string RatePage = "X API: Rate Limits";
    private const int PostsPerQuarter = 100;
    private const int AppPostsPerDay = 10_000;

    private static readonly PublishStep s_begin = new("begin", StepEffect.None, Visible: false);
    private static readonly PublishStep s_register = new("register", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_append = new("append", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_finalize = new("finalize", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_describe = new("describe", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);

    public Platform Platform => Platform.X;

    public PlatformAbilities Abilities => XFormats.Abilities;

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        XFormats.Of(content, media) is var format and not XFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => XRules.Check(draft);

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft)
    {
        var posts = 1 + Children(draft.Content).Count;
        return [.. Budgets(draft.Channel, draft.App).Select(budget => budget.Cost(posts))];
    }

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app)
    {
        List<QuotaBudget> budgets =
        [
            new("x.quarter", "posts", PostsPerQuarter, QuotaWindow.RollingQuarter, QuotaScope.Channel, RatePage),
            new("x.day", "posts", AppPostsPerDay, QuotaWindow.RollingDay, QuotaScope.App, RatePage),
        ];
        if (options.Value.MonthlyPosts is { } limit)
        {
            budgets.Add(new QuotaBudget("x.month", "posts", limit, QuotaWindow.UtcMonth, QuotaScope.App, "X API: Access Levels"));
        }

        return budgets;
    }

    public PublishStep NextStep(PublishWork work) => StepAt(XPart.Of(work), XCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken) =>
        AdvanceAsync(XPart.Of(work), work.Cursor, step, cancellationToken);

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(XPart.Of(work), work.Cursor, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content)
    {
        List<ChildPlan> plans = [];
        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            plans.Add(new ChildPlan(ChildStep.Part(i + 2), i == 0 ? null : ChildStep.Part(i + 1)));
        }

        if (content.FirstComment is { Length: > 0 })
        {
            plans.Add(new ChildPlan(ChildStep.FirstComment));
        }

        return plans;
    }

    public PublishStep NextChildStep(ChildWork work) =>
        StepAt(XPart.Of(work), XCursor.Read(work.Cursor, work.Publish.ContentHash));

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        AdvanceAsync(XPart.Of(work), work.Cursor, step, cancellationToken);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(XPart.Of(work), work.Cursor, notBefore, cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Task.FromResult<StepAnswer>(
            new StepAnswer.Refused(
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/edit",
                    "X's interface can't change a live post.",
                    "Delete it and post it again.",
                    "X API: Manage Posts"
                ),
                work.Cursor
            )
        );

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var answer = await api.DeletePostAsync(work.AccessToken, platformPostId, cancellationToken);
        return answer.Succeeded || answer.Status is 404 && answers.ErrorOf(answer) is not null
            ? new StepAnswer.Done(platformPostId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : answers.Visible(answer, cursor: null);
    }

    /// <summary>Only whether it is there: X changes nothing of a live post.</summary>
    public async Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        if (!options.Value.ReadsPosts)
        {
            return new LiveAnswer.Unreadable("The plan of the X app does not let it read the account's posts.", Ever: true);
        }

        var answer = await api.ReadPostAsync(work.AccessToken, platformPostId, cancellationToken);
        var found = answer.Succeeded ? answer.Read(XJson.Default.XDataIReadOnlyListXPost) : null;
        return found switch
        {
            { Data: [{ Id: not null }, ..] } => new LiveAnswer.Shown(IsAsWanted: false),
            { Errors: [{ Type: { } type }, ..] } when type.EndsWith("resource-not-found", StringComparison.Ordinal) =>
                new LiveAnswer.Gone(),
            _ => LiveAnswers.NotRead(
                answers.Problem(answer),
                answers.ErrorOf(answer),
                ever: answer.Status is 403 && XErrors.IsPlan(answers.ErrorOf(answer))
            ),
        };
    }

    private static PublishStep StepAt(XPart part, XCursor cursor) =>
        cursor switch
        {
            { HasBegun: false } => s_begin,
            { Upload: not null, State: XUploadState.Processing } => s_poll,
            { Upload: not null, State: XUploadState.Describing } => s_describe,
            { Upload: not null } => XUploads.IsAppended(part, cursor) ? s_finalize : s_append,
            _ => cursor.Files < part.Files.Count ? s_register : s_publish,
        };

    private async Task<StepAnswer> AdvanceAsync(XPart part, string? json, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = XCursor.Read(json, part.Work.ContentHash);
        if (step != StepAt(part, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{StepAt(part, cursor).Name}', not '{step.Name}'.",
                nameof(step)
            );
        }

        if (cursor.IsExpired(time.GetUtcNow(), options.Value.PreparedLife))
        {
            return new StepAnswer.Continue((cursor.StartAgain() with { Restarts = 0 }).Write());
        }

        return step.Name switch
        {
            "begin" => new StepAnswer.Continue((cursor with { BegunAt = time.GetUtcNow().ToUnixTimeSeconds() }).Write()),
            "register" => await uploads.RegisterAsync(part, cursor, cancellationToken),
            "append" => await uploads.AppendAsync(part, cursor, cancellationToken),
            "finalize" => await uploads.FinalizeAsync(part, cursor, cancellationToken),
            "poll" => await uploads.PollAsync(part, cursor, cancellationToken),
            "describe" => await uploads.DescribeAsync(part, cursor, cancellationToken),
            _ => await PublishAsync(part, cursor, cancellationToken),
        };
    }

    private async Task<StepAnswer> PublishAsync(XPart part, XCursor cursor, CancellationToken cancellationToken)
    {
        if (XFormats.Of(part.Text, part.Files) is XFormat.None)
        {
            return answers.Rejected(
                answer: null,
                new PlatformProblem(
                    "atlas/format",
                    "X has no post of this type with these media.",
                    "Check the post's type and media.",
                    null
                )
            );
        }

        var answer = await api.CreatePostAsync(part.Work.AccessToken, part.Body(cursor.Media ?? []), cancellationToken);
        if (answer.Succeeded && answer.Read(XJson.Default.XDataXPost)?.Data?.Id is { Length: > 0 } id)
        {
            return Done(part, id, publishedAt: null, cursor, answer);
        }

        return answers.ErrorOf(answer)?.Code == XErrors.Duplicate
            ? await DuplicateAsync(part, cursor, answer, cancellationToken)
            : answers.Visible(answer, cursor);
    }

    /// <summary>
    /// X takes no repeats and does not say of what. Where the account shows the same since our work on the post began, an earlier
    /// call of this very post made it; where it does not, the account has posted it itself before.
    /// </summary>
    private async Task<StepAnswer> DuplicateAsync(
        XPart part,
        XCursor cursor,
        PlatformAnswer refused,
        CancellationToken cancellationToken
    ) =>
        await finder.FindAsync(part, cursor.Write(), cursor.Begun, cancellationToken) switch
        {
            FindAnswer.Found { Candidates: [var first, ..] } => Done(
                part,
                first.PlatformPostId,
                first.PublishedAt,
                cursor,
                refused
            ),
            FindAnswer.Absent => answers.Visible(refused, cursor),
            _ => new StepAnswer.Unknown(answers.Problem(refused)) { Call = refused.Call },
        };

    private StepAnswer.Done Done(XPart part, string id, DateTimeOffset? publishedAt, XCursor cursor, PlatformAnswer answer) =>
        new(id, api.Permalink(part.Work.Channel, id), publishedAt, cursor.Write())
        {
            Call = answer.Call with
            {
                RequestId = answer.Header("x-transaction-id"),
                Usage = answer.Header("x-rate-limit-remaining") is { } left
                    ? $"{left} of {answer.Header("x-rate-limit-limit")} left"
                    : null,
                Budget = XErrors.Budget(answer, time.GetUtcNow()),
            },
        };
}
