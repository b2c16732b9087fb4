using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Simulation.App;

namespace Atlas.Simulation.Networks;

/// <summary>The network's client as one process has it, by the rules that the real publishers keep.</summary>
internal sealed class SimPublisher(SimPlatform network, Boundaries boundaries, World world) : IPlatformPublisher
{
    private readonly SimSending _sending = new(network, boundaries, world);
    private readonly SimReading _reading = new(network, boundaries, world);

    public Platform Platform => PlatformOf(network.Family);

    public PlatformAbilities Abilities { get; } =
        new([new FormatAbility("Post", Edit: "text", Delete: true, FirstComment: true, Insights: false)]);

    public static Platform PlatformOf(Family family) =>
        family switch
        {
            Family.Container => Platform.Instagram,
            Family.Upload => Platform.YouTube,
            Family.Single => Platform.LinkedIn,
            Family.Unreadable => Platform.Telegram,
            Family.Accepted => Platform.TikTok,
        };

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) => "Post";

    public IReadOnlyList<Finding> Check(PublishDraft draft) => [];

    public PublishStep NextStep(PublishWork work) => SimCursor.Read(work.Cursor, work.ContentHash).NextStep(network.Family);

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken) =>
        _sending.AdvanceAsync(work, step, cancellationToken);

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        _reading.FindAsync(work, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        content.FirstComment is { Length: > 0 } ? [new ChildPlan(ChildStep.FirstComment)] : [];

    public PublishStep NextChildStep(ChildWork work) => new("comment", StepEffect.Once, Visible: true);

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        _sending.CommentAsync(work, cancellationToken);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        _reading.FindCommentAsync(work, cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        _sending.ChangeAsync("edit", work, platformPostId, post => post.Content = work.Content, cancellationToken);

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        _sending.ChangeAsync("delete", work, platformPostId, post => post.IsDeleted = true, cancellationToken);

    public Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        _reading.ReadLiveAsync(work, platformPostId, cancellationToken);
}
