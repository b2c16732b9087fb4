using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Http;
using Atlas.Platforms.YouTube.Rules;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>
/// Upload as a private video, wait until YouTube has processed it, and at the due instant one update that makes it visible.
/// </summary>
internal sealed class YouTubePublisher(
    YouTubeApi api,
    YouTubeUpload upload,
    YouTubeVisibility visibility,
    YouTubeChildren children,
    YouTubeChanges changes,
    YouTubeVerdicts verdicts,
    IOptions<YouTubeOptions> options
) : IPlatformPublisher
{
    private static readonly PublishStep s_session = new("session", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_chunk = new("chunk", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_probe = new("probe", StepEffect.None, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);

    public Platform Platform => Platform.YouTube;

    public PlatformAbilities Abilities => YouTubeFormats.Abilities;

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        YouTubeFormats.Of(content, media) is var format and not YouTubeFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => YouTubeRules.Check(draft);

    public async Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken)
    {
        if (!LengthRules.IsLong(work.Media))
        {
            return [];
        }

        var answer = await api.ReadChannelAsync(work.AccessToken, "status", cancellationToken);
        return answer.Read(YouTubeJson.Default.ItemListChannelResource)?.Items is [{ Status.LongUploadsStatus: { } status }, ..]
            ? LengthRules.Check(work.Media, status)
            : [];
    }

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => YouTubeCosts.Of(draft.Content, options.Value);

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) =>
        [YouTubeCosts.UploadsOf(options.Value), YouTubeCosts.UnitsOf(options.Value)];

    public PublishStep NextStep(PublishWork work) => StepAt(YouTubeCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = YouTubeCursor.Read(work.Cursor, work.ContentHash);
        if (step != StepAt(cursor))
        {
            throw new ArgumentException($"The cursor stands before '{StepAt(cursor).Name}', not '{step.Name}'.", nameof(step));
        }

        if (YouTubeFormats.Of(work.Content, work.Media) is YouTubeFormat.None)
        {
            return Task.FromResult<StepAnswer>(
                verdicts.Refused(
                    answer: null,
                    RefusalClass.Rejected,
                    new PlatformProblem("atlas/format", "YouTube has videos only.", "Give the post one video.", null),
                    cursor: null
                )
            );
        }

        return step.Name switch
        {
            "session" => upload.StartAsync(work, cursor, cancellationToken),
            "chunk" => upload.SendChunkAsync(work, cursor, cancellationToken),
            "probe" => upload.ProbeAsync(work, cursor, cancellationToken),
            "poll" => visibility.PollAsync(work, cursor, cancellationToken),
            _ => visibility.PublishAsync(work, cursor, cancellationToken),
        };
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        visibility.FindAsync(work, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) => YouTubeChildren.Plan(content);

    public PublishStep NextChildStep(ChildWork work) => YouTubeChildren.Step(work.Name);

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        children.AdvanceAsync(work, cancellationToken);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        children.FindAsync(work, notBefore, cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.EditAsync(work, platformPostId, cancellationToken);

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.DeleteAsync(work, platformPostId, cancellationToken);

    public Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.ReadAsync(work, platformPostId, cancellationToken);

    private static PublishStep StepAt(YouTubeCursor cursor) =>
        cursor switch
        {
            { IsReady: true } => s_publish,
            { VideoId: not null } => s_poll,
            { UploadId: not null, MustProbe: true } => s_probe,
            { UploadId: not null } => s_chunk,
            _ => s_session,
        };
}
