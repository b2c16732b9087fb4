using System.Text;
using System.Text.RegularExpressions;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Http;
using Atlas.Platforms.LinkedIn.Rules;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Register, upload and poll each file, which nobody sees; then the one call that makes the post.</summary>
internal sealed partial class LinkedInPublisher(
    LinkedInApi api,
    LinkedInAnswers answers,
    LinkedInUploads uploads,
    LinkedInPolling polling,
    LinkedInFinder finder,
    LinkedInComments comments,
    IOptions<LinkedInOptions> options,
    TimeProvider time
) : IPlatformPublisher
{
    /// <summary>LinkedIn publishes no number; this is what its members meet.</summary>
    private const int PostsPerDay = 150;

    private static readonly PublishStep s_begin = new("begin", StepEffect.None, Visible: false);
    private static readonly PublishStep s_register = new("register", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_upload = new("upload", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_thumbnail = new("thumbnail", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_captions = new("captions", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_finalize = new("finalize", StepEffect.Repeatable, Visible: false);
    private static readonly PublishStep s_poll = new("poll", StepEffect.None, Visible: false);
    private static readonly PublishStep s_publish = new("publish", StepEffect.Once, Visible: true);

    private static readonly PublishStep s_comment = new("comment", StepEffect.Once, Visible: true);
    private static readonly ChildPlan[] s_firstComment = [new(ChildStep.FirstComment)];

    private static readonly QuotaBudget[] s_budgets =
    [
        new(
            "linkedin.posts",
            "posts",
            PostsPerDay,
            QuotaWindow.UtcDay,
            QuotaScope.Channel,
            "LinkedIn API: Rate Limits (the number is not published; 150 is commonly met)"
        ),
    ];

    private static readonly QuotaCost[] s_costs = [s_budgets[0].Cost(1)];

    public Platform Platform => Platform.LinkedIn;

    public PlatformAbilities Abilities => LinkedInFormats.Abilities;

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        LinkedInFormats.Of(content, media) is var format and not LinkedInFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => LinkedInRules.Check(draft);

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => s_costs;

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => s_budgets;

    public PublishStep NextStep(PublishWork work) => StepAt(work, LinkedInCursor.Read(work.Cursor, work.ContentHash));

    public async Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = LinkedInCursor.Read(work.Cursor, work.ContentHash);
        if (step != StepAt(work, cursor))
        {
            throw new ArgumentException(
                $"The cursor stands before '{StepAt(work, cursor).Name}', not '{step.Name}'.",
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
            "register" => await uploads.RegisterAsync(work, cursor, cancellationToken),
            "upload" => await uploads.UploadAsync(work, cursor, cancellationToken),
            "thumbnail" => await uploads.UploadThumbnailAsync(work, cursor, cancellationToken),
            "captions" => await uploads.UploadCaptionsAsync(work, cursor, cancellationToken),
            "finalize" => await uploads.FinalizeAsync(work, cursor, cancellationToken),
            "poll" => await polling.PollAsync(work, cursor, cancellationToken),
            _ => await PublishAsync(work, cursor, cancellationToken),
        };
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work, notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        content.FirstComment is { Length: > 0 } ? s_firstComment : [];

    public PublishStep NextChildStep(ChildWork work) => s_comment;

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        comments.CommentAsync(work, cancellationToken);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        comments.FindAsync(work, notBefore, cancellationToken);

    public async Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var commentary = LittleText.Write(work.Content.Text);
        var answer = await api.ChangePostAsync(work.AccessToken, platformPostId, commentary, cancellationToken);
        return answer.Succeeded
            ? new StepAnswer.Done(platformPostId, api.Permalink(platformPostId), PublishedAt: null, work.Cursor)
            {
                Call = answer.Call,
            }
            : answers.Visible(work, answer, cursor: null);
    }

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        var answer = await api.DeletePostAsync(work.AccessToken, platformPostId, cancellationToken);
        return answer.Succeeded || answer.Status is 404 && answers.ErrorOf(answer) is not null
            ? new StepAnswer.Done(platformPostId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : answers.Visible(work, answer, cursor: null);
    }

    public async Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        if (LinkedInAuthor.Of(work.Channel).CannotRead(work.Channel))
        {
            return new LiveAnswer.Unreadable("LinkedIn does not let this channel read its posts.", Ever: true);
        }

        var answer = await api.ReadPostAsync(work.AccessToken, platformPostId, cancellationToken);
        var error = answers.ErrorOf(answer);
        return answer.Succeeded && answer.Read(LinkedInJson.Default.LinkedInPost) is { Id: not null } post
                ? new LiveAnswer.Shown(LittleText.IsSame(work.Content.Text, post.Commentary))
            : answer.Status is 404 && error is not null ? new LiveAnswer.Gone()
            : LiveAnswers.NotRead(answers.Problem(answer), error, ever: answer.Status is 403);
    }

    private static PublishStep StepAt(PublishWork work, LinkedInCursor cursor)
    {
        var files = LinkedInUploads.Files(work).Count;
        return cursor switch
        {
            { HasBegun: false } => s_begin,
            { Upload: { Ranges: not null, PartsAreDone: false } } => s_upload,
            { Upload: { HasThumbnail: true, ThumbnailDone: false } } => s_thumbnail,
            { Upload: { HasCaptions: true, CaptionsDone: false } } => s_captions,
            { Upload: { Ranges: not null } } => s_finalize,
            { Upload: not null } => s_upload,
            _ when cursor.Files < files => s_register,
            _ when cursor.Finished < files => s_poll,
            _ => s_publish,
        };
    }

    private async Task<StepAnswer> PublishAsync(PublishWork work, LinkedInCursor cursor, CancellationToken cancellationToken)
    {
        if (LinkedInFormats.Of(work.Content, work.Media) is LinkedInFormat.None)
        {
            return answers.Rejected(
                answer: null,
                new PlatformProblem(
                    "atlas/format",
                    "LinkedIn has no post of this type with these media.",
                    "Check the post's type and media.",
                    null
                )
            );
        }

        var body = LinkedInPosts.Body(work, cursor.Uploaded ?? []);
        var answer = await api.CreatePostAsync(work.AccessToken, body, cancellationToken);
        if (answer.Succeeded && answer.Header("x-restli-id") is { Length: > 0 } urn)
        {
            return Done(urn, publishedAt: null, cursor, answer);
        }

        return answers.ErrorOf(answer)?.Code switch
        {
            LinkedInErrors.WaitingUpload when cursor.Files > 0 => polling.NotReadyYet(work, cursor, answer),
            LinkedInErrors.Duplicate => await DuplicateAsync(work, cursor, answer, cancellationToken),
            _ => answers.Visible(work, answer, cursor),
        };
    }

    /// <summary>
    /// LinkedIn takes no second post with the same text, and names the first. That one is ours where an earlier call of this
    /// very post was answered by nothing; it is the account's own doing where it is older than our work on the post.
    /// </summary>
    private async Task<StepAnswer> DuplicateAsync(
        PublishWork work,
        LinkedInCursor cursor,
        PlatformAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var problem = answers.Problem(refused);
        if (PostUrn().Match(Encoding.UTF8.GetString(refused.Body)) is not { Success: true, Value: var urn })
        {
            return new StepAnswer.Unknown(problem) { Call = refused.Call };
        }

        var post = await finder.ReadAsync(work, urn, cancellationToken);
        problem = problem with { NextStep = $"{problem.NextStep} The other post: {api.Permalink(urn)}" };
        return post switch
        {
            null => new StepAnswer.Unknown(problem) { Call = refused.Call },
            _ when LinkedInFinder.At(post) is { } at && at >= cursor.Begun - LinkedInFinder.Skew => Done(
                urn,
                at,
                cursor,
                refused
            ),
            _ => answers.Rejected(refused, problem),
        };
    }

    private StepAnswer.Done Done(string urn, DateTimeOffset? publishedAt, LinkedInCursor cursor, PlatformAnswer answer) =>
        new(urn, api.Permalink(urn), publishedAt, cursor.Write())
        {
            Call = answer.Call with { RequestId = LinkedInAnswers.TraceOf(answer) },
        };

    [GeneratedRegex(@"urn:li:(?:share|ugcPost):\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PostUrn();
}
