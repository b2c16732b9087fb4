using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Http;
using Atlas.Platforms.Pinterest.Rules;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Pinterest;

/// <summary>Pins of pictures are one call; a video is uploaded and processed before.</summary>
internal sealed class PinterestPublisher(
    PinterestApi api,
    PinterestAnswers answers,
    PinterestVideos videos,
    PinterestBoards boards,
    PinterestFinder finder,
    IOptions<PinterestOptions> options,
    TimeProvider time
) : IPlatformPublisher
{
    private const int TrialRequestsPerDay = 1000;

    private static readonly PublishStep s_upload = new("upload", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_pin = new("pin", StepEffect.Once, Visible: true);

    private static readonly QuotaBudget[] s_trial =
    [
        new(
            "pinterest.trial",
            "requests",
            TrialRequestsPerDay,
            QuotaWindow.RollingDay,
            QuotaScope.App,
            "Pinterest API: Rate limits"
        ),
    ];

    public Platform Platform => Platform.Pinterest;

    public PlatformAbilities Abilities => PinterestFormats.Abilities;

    /// <summary>A video is uploaded.</summary>
    public bool FetchesMedia(PublishDraft draft) => draft.Media.Any(asset => asset.Kind is MediaKind.Image);

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        PinterestFormats.Of(content, media) is var format and not PinterestFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => PinterestRules.Check(draft);

    public Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken) =>
        boards.AskAsync(work, cancellationToken);

    /// <summary>An app on trial has a number of calls for each day; one that Pinterest has approved is counted by the minute.</summary>
    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) =>
        [
            .. Budgets(draft.Channel, draft.App)
                .Select(budget =>
                    // Boards and pin; a video's upload and looks.
                    budget.Cost(PinterestFormats.Of(draft.Content, draft.Media) is PinterestFormat.Video ? 8 : 2)
                ),
        ];

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => app is { Audited: false } ? s_trial : [];

    public PublishStep NextStep(PublishWork work) => StepAt(work, PinterestCursor.Read(work.Cursor, work.ContentHash));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = PinterestCursor.Read(work.Cursor, work.ContentHash);
        if (step != StepAt(work, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{StepAt(work, cursor).Name}', not '{step.Name}'.",
                nameof(step)
            );
        }

        if (cursor.IsExpired(time.GetUtcNow()))
        {
            return Task.FromResult<StepAnswer>(new StepAnswer.Continue(new PinterestCursor { Hash = cursor.Hash }.Write()));
        }

        return step.Name switch
        {
            "upload" => videos.UploadAsync(work, cursor, cancellationToken),
            "poll" => videos.PollAsync(work, cursor, cancellationToken),
            _ => PinAsync(work, cursor, cancellationToken),
        };
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) => [];

    public PublishStep NextChildStep(ChildWork work) => throw NoChildren();

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        throw NoChildren();

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        throw NoChildren();

    public async Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var answer = await api.ChangePinAsync(work.AccessToken, platformPostId, PinterestPins.Texts(work), cancellationToken);
        return answer.Succeeded ? Done(platformPostId, answer, work.Cursor)
            : answer.Status is 403 && answers.Error(answer) is { } error
                ? answers.Refused(
                    RefusalClass.Rejected,
                    new PlatformProblem(
                        error.Code,
                        "Pinterest does not let this app change pins: it is a beta that only some apps are in.",
                        "Edit the pin on Pinterest, or ask Pinterest to let the app in.",
                        "Pinterest API v5: Update Pin"
                    ),
                    answer: answer
                )
            : answers.Visible(answer, work.Cursor);
    }

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var answer = await api.DeletePinAsync(work.AccessToken, platformPostId, cancellationToken);
        return answer.Succeeded || answer.Status is 404 && answers.Error(answer) is not null
            ? Done(platformPostId, answer, work.Cursor)
            : answers.Visible(answer, work.Cursor);
    }

    public async Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadPinAsync(work.AccessToken, platformPostId, cancellationToken);
        var error = answers.Error(answer);
        return answer.Succeeded && answer.Read(PinterestJson.Default.Pin) is { Id: not null } pin
                ? new LiveAnswer.Shown(PinterestPins.IsSame(PinterestPins.Texts(work), pin))
            : answer.Status is 404 && error is not null ? new LiveAnswer.Gone()
            : LiveAnswers.NotRead(answers.Problem(answer), error);
    }

    /// <summary>The answer to a new pin names no address; this one leads to it.</summary>
    public static string Permalink(PinterestOptions options, string pinId) =>
        $"{options.AuthorizeBaseUrl.AbsoluteUri.TrimEnd('/')}/pin/{pinId}/";

    private static PublishStep StepAt(PublishWork work, PinterestCursor cursor) =>
        PinterestFormats.Of(work.Content, work.Media) is not PinterestFormat.Video || cursor.IsReady ? s_pin
        : cursor.MediaId is null ? s_upload
        : s_poll;

    private async Task<StepAnswer> PinAsync(PublishWork work, PinterestCursor cursor, CancellationToken cancellationToken)
    {
        if (PinterestFormats.Of(work.Content, work.Media) is PinterestFormat.None)
        {
            return answers.Refused(
                RefusalClass.Rejected,
                new PlatformProblem(
                    "atlas/format",
                    "Pinterest has no pin of this type with these media.",
                    "Check the post's type and media.",
                    null
                )
            );
        }

        var pin = await PinterestPins.NewAsync(work, cursor, cancellationToken);
        var answer = await api.CreatePinAsync(work.AccessToken, pin, cancellationToken);
        return
            answer.Succeeded
            && answer.Read(PinterestJson.Default.Pin) is { Id: { Length: > 0 and <= 32 } id } made
            && id.All(char.IsAsciiDigit)
            ? Done(id, answer, cursor.Write(), PinterestFinder.Time(made.CreatedAt))
            : answers.Visible(answer, cursor.Write());
    }

    private StepAnswer.Done Done(string id, PlatformAnswer answer, string? cursor, DateTimeOffset? at = null) =>
        new(id, Permalink(options.Value, id), at, cursor) { Call = answer.Call };

    private static NotSupportedException NoChildren() => new("Pins have no child steps.");
}
