using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.TikTok.Rules;

namespace Atlas.Platforms.TikTok;

/// <summary>
/// A video is opened and uploaded but for its last part, which publishes it. Photos, and videos that TikTok fetches, are
/// published by one call; what became of them is looked up by its publish id.
/// </summary>
/// <remarks>
/// The look after a fetched post counts as a visible step although it only reads: it keeps the publication claimed, or unknown,
/// for as long as TikTok may still publish it, so that nobody changes or cancels it meanwhile.
/// </remarks>
internal sealed class TikTokPublisher(TikTokUploads uploads, TikTokFetches fetches, TikTokFinder finder, TikTokCreators creators)
    : IPlatformPublisher
{
    private static readonly PublishStep s_open = new("open", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_upload = new("upload", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);
    private static readonly PublishStep s_watch = new("watch", StepEffect.Once, Visible: true);

    public Platform Platform => Platform.TikTok;

    /// <summary>TikTok publishes no number: about 15 is what its integrators see, over all apps together.</summary>
    private const int PostsPerDay = 15;

    private static readonly QuotaBudget s_direct = new(
        TikTokErrors.PostsQuota,
        "posts through apps",
        PostsPerDay,
        QuotaWindow.RollingDay,
        QuotaScope.Channel,
        TikTokErrors.DirectPage
    );

    private static readonly QuotaBudget s_inbox = new(
        TikTokErrors.InboxQuota,
        "posts waiting in the inbox",
        5,
        QuotaWindow.RollingDay,
        QuotaScope.Channel,
        TikTokErrors.InboxPage
    );

    public PlatformAbilities Abilities => TikTokFormats.Abilities;

    public DailyPosts? DailyPosts { get; } = new(PostsPerDay, TikTokErrors.DirectPage);

    public bool FetchesMedia(PublishDraft draft) => draft.Media.Count > 0 && TikTokPlan.Of(draft).IsFetched;

    public string? FormatOf(PostContent content, IReadOnlyList<Core.Media.MediaAsset> media) =>
        TikTokFormats.Of(content, media) is var format and not TikTokFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => TikTokRules.Check(draft);

    public Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken) =>
        creators.AskAsync(work, cancellationToken);

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => [(TikTokPlan.Of(draft).IsDirect ? s_direct : s_inbox).Cost(1)];

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => [s_direct, s_inbox];

    public PublishStep NextStep(PublishWork work) =>
        StepAt(work, TikTokPlan.Of(work.Draft), TikTokCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var plan = TikTokPlan.Of(work.Draft);
        var cursor = TikTokCursor.Read(work.Cursor, work.ContentHash);
        if (step != StepAt(work, plan, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{StepAt(work, plan, cursor).Name}', not '{step.Name}'.",
                nameof(step)
            );
        }

        if (plan.Format is TikTokFormat.None)
        {
            return Refused(
                "atlas/format",
                "TikTok has no post of this type with these media.",
                "Check the post's type and media."
            );
        }

        return step.Name switch
        {
            "open" => uploads.OpenAsync(work, plan, cursor, cancellationToken),
            "upload" => uploads.SendAsync(work, cursor, cancellationToken),
            "watch" => fetches.WatchAsync(work, cursor, cancellationToken),
            _ when cursor.Upload is not null => uploads.FinishAsync(work, cursor, cancellationToken),
            _ => fetches.PublishAsync(work, plan, cursor, cancellationToken),
        };
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) => [];

    public PublishStep NextChildStep(ChildWork work) => throw NoChildren(work);

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        throw NoChildren(work);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        throw NoChildren(work);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Refused("atlas/edit", "TikTok's interface can't change a published post.", "Change it in the TikTok app.");

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Refused("atlas/delete", "TikTok's interface can't delete a published post.", "Delete it in the TikTok app.");

    private static PublishStep StepAt(PublishWork work, TikTokPlan plan, TikTokCursor cursor) =>
        cursor switch
        {
            { Upload: not null } => cursor.Sent < cursor.Plan(work.Media[0].SizeBytes).Count - 1 ? s_upload : s_publish,
            { PublishId: not null } => s_watch,
            _ => plan is { Format: TikTokFormat.Video, IsFetched: false } ? s_open : s_publish,
        };

    private static Task<StepAnswer> Refused(string code, string message, string nextStep) =>
        Task.FromResult<StepAnswer>(
            new StepAnswer.Refused(
                RefusalClass.Rejected,
                new PlatformProblem(code, message, nextStep, TikTokErrors.DirectPage),
                Cursor: null
            )
        );

    private static NotSupportedException NoChildren(ChildWork work) => new($"TikTok has no child step '{work.Name}'.");
}
