using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Instagram.Rules;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Instagram;

/// <summary>
/// Container, poll, publish; a carousel makes a container for each item first. Containers live 24 h: an older one is not
/// published but made again.
/// </summary>
internal sealed class InstagramPublisher(
    InstagramApi api,
    InstagramAnswers answers,
    InstagramPolling polling,
    InstagramUploads uploads,
    InstagramFinder finder,
    InstagramComments comments,
    InstagramDeletion deletion,
    IOptions<InstagramOptions> options,
    TimeProvider time
) : IPlatformPublisher
{
    private static readonly PublishStep s_item = new("item", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_container = new("container", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_upload = new("upload", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);

    private static readonly PublishStep s_comment = new("comment", StepEffect.Once, Visible: true);
    private const string LimitSource = "Instagram Platform: Content Publishing Limit";

    private const string PostsSource = "Instagram Platform: Content Publishing";

    // The guide says 100 and other pages 50 or 25: what an account really has, the network is asked for.
    private const int PostsPerDay = 100;

    private static readonly QuotaBudget[] s_budgets =
    [
        new(InstagramErrors.PostsQuota, "posts", PostsPerDay, QuotaWindow.RollingDay, QuotaScope.Channel, PostsSource),
    ];

    private static readonly QuotaCost[] s_post = [s_budgets[0].Cost(1)];

    private static readonly ChildPlan[] s_firstComment = [new(ChildStep.FirstComment)];

    public Platform Platform => Platform.Instagram;

    public PlatformAbilities Abilities => InstagramFormats.Abilities;

    public DailyPosts? DailyPosts { get; } = new(PostsPerDay, PostsSource);

    public bool FetchesMedia(PublishDraft draft) => InstagramUploads.IsFetched(draft);

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        InstagramFormats.Of(content, media) is var format and not InstagramFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) =>
        InstagramRules.Check(draft.Content, draft.Media, draft.Channel, draft.Extras);

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => s_post;

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => s_budgets;

    public async Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken)
    {
        var answer = await api.ReadPublishingLimitAsync(InstagramAccess.Of(work), cancellationToken);
        return PublishingLimit.Of(answer) is { Config: { Total: > 0 } config } limit && limit.Usage >= config.Total
            ?
            [
                new Finding(
                    FindingSeverity.Warning,
                    "channel",
                    "instagram.quota",
                    $"{config.Total} posts in 24 hours",
                    $"{limit.Usage}",
                    "The account's posts of the last 24 hours are used up now: this one waits until there is room.",
                    LimitSource
                ),
            ]
            : [];
    }

    public PublishStep NextStep(PublishWork work) => StepAt(work, InstagramCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = InstagramCursor.Read(work.Cursor, work.ContentHash);
        if (step != StepAt(work, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{StepAt(work, cursor).Name}', not '{step.Name}'.",
                nameof(step)
            );
        }

        if (cursor.IsExpired(time.GetUtcNow()))
        {
            return Task.FromResult<StepAnswer>(new StepAnswer.Continue(new InstagramCursor { Hash = cursor.Hash }.Write()));
        }

        return step.Name switch
        {
            "item" => MakeItemAsync(work, cursor, cancellationToken),
            "container" => MakeContainerAsync(work, cursor, cancellationToken),
            "upload" => uploads.SendAsync(work, cursor, cancellationToken),
            "poll" => polling.PollAsync(work, cursor, cancellationToken),
            _ => PublishAsync(work, cursor, cancellationToken),
        };
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        content.FirstComment is { Length: > 0 } ? s_firstComment : [];

    public PublishStep NextChildStep(ChildWork work) => s_comment;

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        comments.CommentAsync(work.Publish, work.PlatformPostId, work.Publish.Content.FirstComment!, cancellationToken);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        comments.FindAsync(work.Publish, work.PlatformPostId, work.Publish.Content.FirstComment!, notBefore, cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Task.FromResult<StepAnswer>(
            new StepAnswer.Refused(
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/edit",
                    "Instagram's interface can't change the text of a published post.",
                    "Change it in the Instagram app.",
                    "Instagram Platform: IG Media"
                ),
                work.Cursor
            )
        );

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        deletion.DeleteAsync(work, platformPostId, cancellationToken);

    public Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        deletion.ReadAsync(work, platformPostId, cancellationToken);

    private static PublishStep StepAt(PublishWork work, InstagramCursor cursor)
    {
        var isCarousel = InstagramFormats.Of(work.Content, work.Media) is InstagramFormat.Carousel;
        var items = cursor.Items?.Count ?? 0;
        return cursor switch
        {
            { IsReady: true } => s_publish,
            { Upload: not null } => s_upload,
            { Container: not null } => s_poll,
            _ when isCarousel && items < work.Media.Count => s_item,
            _ when isCarousel && cursor.FinishedItems < items => s_poll,
            _ => s_container,
        };
    }

    private async Task<StepAnswer> MakeItemAsync(PublishWork work, InstagramCursor cursor, CancellationToken cancellationToken)
    {
        var index = cursor.Items?.Count ?? 0;
        var isUpload = await uploads.IsNeededAsync(work, work.Media[index], cancellationToken);
        var form = await InstagramContainers.ItemAsync(work, index, isUpload, cancellationToken);
        var answer = await api.CreateContainerAsync(InstagramAccess.Of(work), form, cancellationToken);
        return answer.Read(InstagramJson.Default.ContainerMade) is { Id: { } id } made && !IsAstray(made, isUpload)
            ? new StepAnswer.Continue((cursor.WithItem(id, time.GetUtcNow()) with { Upload = made.UploadUrl }).Write())
            {
                Call = answer.Call,
            }
            : answers.Unseen(answer, cursor);
    }

    /// <summary>Whether it gives no address for the bytes, or one to which no token may go.</summary>
    private bool IsAstray(ContainerMade made, bool isUpload) =>
        isUpload ? made.UploadUrl is not { } url || !api.IsOurs(url) : made.UploadUrl is not null;

    private async Task<StepAnswer> MakeContainerAsync(
        PublishWork work,
        InstagramCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var format = InstagramFormats.Of(work.Content, work.Media);
        if (format is InstagramFormat.None)
        {
            return answers.Refused(
                answer: null,
                cursor,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/format",
                    "Instagram has no post of this type with these media.",
                    "Check the post's type and media.",
                    null
                )
            );
        }

        var isUpload =
            format is not InstagramFormat.Carousel && await uploads.IsNeededAsync(work, work.Media[0], cancellationToken);
        var form =
            format is InstagramFormat.Carousel
                ? InstagramContainers.Carousel(work, cursor.Items ?? [])
                : await InstagramContainers.SingleAsync(work, format, isUpload, cancellationToken);
        var answer = await api.CreateContainerAsync(InstagramAccess.Of(work), form, cancellationToken);
        if (answer.Read(InstagramJson.Default.ContainerMade) is not { Id: { } id } made || IsAstray(made, isUpload))
        {
            return answers.Unseen(answer, cursor);
        }

        var next = cursor.WithContainer(id, time.GetUtcNow());
        return isUpload
            ? new StepAnswer.Continue((next with { Upload = made.UploadUrl }).Write()) { Call = answer.Call }
            : polling.AfterMaking(work, next, answer);
    }

    private async Task<StepAnswer> PublishAsync(PublishWork work, InstagramCursor cursor, CancellationToken cancellationToken)
    {
        var access = InstagramAccess.Of(work);
        var answer = await api.PublishAsync(access, cursor.Container!, cancellationToken);
        if (answer.ReadId() is { } id)
        {
            return await DoneAsync(access, id, cursor, answer, cancellationToken);
        }

        return InstagramAnswers.Product.Rule(answer)?.Reaction switch
        {
            MetaReaction.NotReady when !answer.IsServerFault => polling.NotReadyYet(work, cursor, answer),
            MetaReaction.NewContainer when !answer.IsServerFault => await polling.AfterRefusedPublishAsync(
                work,
                cursor,
                answer,
                cancellationToken
            ),
            MetaReaction.Wait when answer.Error is { Subcode: 2207042 } => await QuotaAsync(
                access,
                cursor,
                answer,
                cancellationToken
            ),
            _ => answers.Visible(answer, cursor),
        };
    }

    private async Task<StepAnswer> DoneAsync(
        InstagramAccess access,
        string mediaId,
        InstagramCursor cursor,
        GraphAnswer published,
        CancellationToken cancellationToken
    )
    {
        InstagramMedia? media = null;
        if (options.Value.ReadPermalinkAfterPublish)
        {
            // Best effort: whatever this read comes to, the post is live and its id is known.
            var answer = await api.ReadPermalinkAsync(access, mediaId, cancellationToken);
            media = answer.Read(InstagramJson.Default.InstagramMedia);
        }

        return new StepAnswer.Done(mediaId, media?.Permalink, GraphTime.Parse(media?.Timestamp), cursor.Write())
        {
            Call = published.Call,
        };
    }

    /// <summary>The refusal does not say when there is room; where the account's own count says there is, come back sooner.</summary>
    private async Task<StepAnswer> QuotaAsync(
        InstagramAccess access,
        InstagramCursor cursor,
        GraphAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadPublishingLimitAsync(access, cancellationToken);
        var limit = PublishingLimit.Of(answer);
        if (answers.Visible(refused, cursor) is not StepAnswer.Refused refusal || limit?.Config is not { Total: > 0 } config)
        {
            return answers.Visible(refused, cursor);
        }

        var wait = limit.Usage < config.Total ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);
        return refusal with
        {
            RetryAt = time.GetUtcNow() + wait,
            Problem = refusal.Problem with
            {
                Message = $"{refusal.Problem.Message} Used: {limit.Usage} of {config.Total} in 24 hours.",
            },
        };
    }
}
