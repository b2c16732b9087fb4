using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Facebook.Rules;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>
/// Photos are uploaded unpublished and videos in phases; the last call, a post or a finish, is the one that followers see. The
/// due time is ours: Facebook's own schedule is never used.
/// </summary>
internal sealed class FacebookPublisher(
    FacebookUploads uploads,
    FacebookPosting posting,
    FacebookFinder finder,
    FacebookFollowUps followUps,
    FacebookChanges changes,
    FacebookVerdicts verdicts,
    TimeProvider time
) : IPlatformPublisher
{
    private static readonly PublishStep s_photo = new("photo", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_start = new("start", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_transfer = new("transfer", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_upload = new("upload", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);
    private static readonly PublishStep s_comment = new("comment", StepEffect.Once, Visible: true);
    private static readonly PublishStep s_invite = new("invite", StepEffect.Repeatable, Visible: true);
    private static readonly PublishStep s_thumbnail = new("thumbnail", StepEffect.Repeatable, Visible: true);

    private const string ReelsPage = "Video API: Reels Publishing";

    private static readonly QuotaBudget[] s_budgets =
    [
        new("facebook.reels", "Reels", Limit: 30, QuotaWindow.RollingDay, QuotaScope.Channel, ReelsPage),
        new(
            "facebook.collaborators",
            "invitations to collaborate",
            FacebookFollowUps.MostInvited,
            QuotaWindow.RollingDay,
            QuotaScope.Channel,
            ReelsPage
        ),
    ];

    public Platform Platform => Platform.Facebook;

    public PlatformAbilities Abilities => FacebookFormats.Abilities;

    public bool FetchesMedia(PublishDraft draft) => uploads.IsFetched(draft);

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        FacebookFormats.Of(content, media) is var format and not FacebookFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => FacebookRules.Check(draft);

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) =>
        FacebookFormats.Of(draft.Content, draft.Media) is not FacebookFormat.Reel ? []
        : FacebookFollowUps.Invited(draft.Content).Count is > 0 and var invited
            ? [s_budgets[0].Cost(1), s_budgets[1].Cost(invited)]
        : [s_budgets[0].Cost(1)];

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => s_budgets;

    public PublishStep NextStep(PublishWork work) => StepAt(work, FacebookCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = FacebookCursor.Read(work.Cursor, work.ContentHash);
        if (step != StepAt(work, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{StepAt(work, cursor).Name}', not '{step.Name}'.",
                nameof(step)
            );
        }

        if (cursor.IsExpired(time.GetUtcNow()))
        {
            return Task.FromResult<StepAnswer>(new StepAnswer.Continue(new FacebookCursor { Hash = cursor.Hash }.Write()));
        }

        if (FacebookFormats.Of(work.Content, work.Media) is FacebookFormat.None)
        {
            return Task.FromResult<StepAnswer>(NoFormat());
        }

        return step.Name switch
        {
            "photo" => uploads.PhotoAsync(work, cursor, cancellationToken),
            "start" => uploads.StartAsync(work, cursor, cancellationToken),
            "transfer" => uploads.TransferAsync(work, cursor, cancellationToken),
            "upload" => uploads.UploadAsync(work, cursor, cancellationToken),
            "poll" => uploads.PollAsync(work, cursor, cancellationToken),
            _ => posting.PublishAsync(work, cursor, cancellationToken),
        };
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        [
            .. content.Cover is null ? (ChildPlan[])[] : [new(FacebookFollowUps.Thumbnail)],
            .. FacebookFollowUps.Invited(content).Select((_, index) => new ChildPlan(FacebookFollowUps.Invitation(index))),
            .. content.FirstComment is { Length: > 0 } ? (ChildPlan[])[new(ChildStep.FirstComment)] : [],
        ];

    public PublishStep NextChildStep(ChildWork work) =>
        work.Name == FacebookFollowUps.Thumbnail ? s_thumbnail
        : work.Name == ChildStep.FirstComment ? s_comment
        : s_invite;

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return followUps.AdvanceAsync(work, cancellationToken);
    }

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        followUps.FindAsync(work, notBefore, cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.EditAsync(work, platformPostId, cancellationToken);

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.DeleteAsync(work, platformPostId, cancellationToken);

    public Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.ReadAsync(work, platformPostId, cancellationToken);

    private static PublishStep StepAt(PublishWork work, FacebookCursor cursor) =>
        (FacebookFormats.Of(work.Content, work.Media), cursor) switch
        {
            (_, { IsReady: true }) or (FacebookFormat.Text or FacebookFormat.Link or FacebookFormat.None, _) => s_publish,
            (FacebookFormat.Photo or FacebookFormat.Photos, _) => s_photo,
            (FacebookFormat.Story, _) when work.Media[0].Kind is MediaKind.Image => s_photo,
            (_, { Video: null }) => s_start,
            (FacebookFormat.Video, _) => s_transfer,
            (_, { IsSent: true }) => s_poll,
            _ => s_upload,
        };

    private StepAnswer.Refused NoFormat() =>
        verdicts.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem(
                "atlas/format",
                "Facebook has no post of this type with these media.",
                "Check the post's type and media.",
                null
            ),
            cursor: null
        );
}
