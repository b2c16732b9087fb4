using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Facebook;

/// <summary>The one call of each format that followers see, and what its answer means.</summary>
internal sealed class FacebookPosting(
    FacebookApi api,
    FacebookVerdicts verdicts,
    IOptions<FacebookOptions> options,
    TimeProvider time
)
{
    private const string Reels = "Video API: Reels Publishing";

    private static readonly TimeSpan[] s_polls = [.. new[] { 1, 2, 3, 4 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public Task<StepAnswer> PublishAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken) =>
        cursor.Video is { } video ? FinishVideoAsync(work, cursor, video, cancellationToken)
        : work.Content.Type is PostType.Story ? PhotoStoryAsync(work, cursor, cancellationToken)
        : PostAsync(work, cursor, cancellationToken);

    private async Task<StepAnswer> PostAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var access = FacebookAccess.Of(work);
        var post = FacebookPostOptions.Read(work.Content.Options);
        var form = new GraphForm()
            .Add("message", work.Content.Text.Length == 0 ? null : work.Content.Text)
            .Add("link", cursor.Photos is null ? work.Content.Link : null)
            .Add("attached_media", Attached(cursor.Photos))
            .Add("place", post.PlaceId)
            .Add("text_format_preset_id", post.TextFormatPresetId)
            .Add("targeting", post.Targeting());
        var answer = await api.PostAsync(access, form, cancellationToken);
        return answer.ReadId() is { } id
            ? await DoneAsync(access, id, cursor, answer, cancellationToken)
            : verdicts.Visible(answer, cursor.Resume());
    }

    private async Task<StepAnswer> PhotoStoryAsync(PublishWork work, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var access = FacebookAccess.Of(work);
        var form = new GraphForm().Add("photo_id", cursor.Photos![0]);
        var answer = await api.PhaseAsync(access, "photo_stories", form, cancellationToken);
        return answer.Read(FacebookJson.Default.FacebookPublished) is { PostId: { Length: > 0 } id }
            ? new StepAnswer.Done(id, Permalink: null, PublishedAt: null, cursor.Write()) { Call = answer.Call }
            : verdicts.Visible(answer, cursor.Resume());
    }

    /// <summary>
    /// The video's state is read before and after: a second finish of a published one is not sent, and an accepted one is
    /// live only when Facebook has processed it.
    /// </summary>
    private async Task<StepAnswer> FinishVideoAsync(
        PublishWork work,
        FacebookCursor cursor,
        string video,
        CancellationToken cancellationToken
    )
    {
        var access = FacebookAccess.Of(work);
        var before = await api.ReadVideoAsync(access, video, cancellationToken);
        if (StateOf(before) is FacebookVideoState.Published or FacebookVideoState.Failed)
        {
            return Settled(cursor, before, before);
        }

        var edge = FacebookUploads.EdgeOf(work);
        var answer = await api.PhaseAsync(access, edge, FinishForm(work, cursor, edge), cancellationToken);
        if (answer.Read(FacebookJson.Default.FacebookPublished) is not { Success: true } published)
        {
            return verdicts.Visible(answer, cursor.Resume());
        }

        if (edge == "video_stories" && published.PostId is { Length: > 0 } story)
        {
            return new StepAnswer.Done(story, Permalink: null, PublishedAt: null, cursor.Write()) { Call = answer.Call };
        }

        foreach (var delay in options.Value.PublishPolls ?? s_polls)
        {
            var state = await api.ReadVideoAsync(access, video, cancellationToken);
            if (StateOf(state) is FacebookVideoState.Published or FacebookVideoState.Failed)
            {
                return Settled(cursor, state, answer);
            }

            await Task.Delay(delay, time, cancellationToken);
        }

        return Settled(cursor, await api.ReadVideoAsync(access, video, cancellationToken), answer);
    }

    private StepAnswer Settled(FacebookCursor cursor, GraphAnswer read, GraphAnswer call)
    {
        var video = read.Read(FacebookJson.Default.FacebookVideo);
        return FacebookVideoStates.StateOf(video) switch
        {
            FacebookVideoState.Published => new StepAnswer.Done(
                cursor.Video!,
                FacebookFinder.Permalink(options.Value.DialogBaseUrl, video!.Permalink),
                FacebookFinder.PublishedAt(video),
                cursor.Write()
            )
            {
                Call = call.Call,
            },
            FacebookVideoState.Failed => verdicts.Restart(
                call,
                cursor.Resume(),
                $"video/{video!.Status!.Failure()!.Code}",
                "Facebook could not process the video.",
                Reels
            ),
            _ => new StepAnswer.Unknown(
                new PlatformProblem(
                    "video/processing",
                    "Facebook has taken the video and is still processing it.",
                    "It is looked up until it is live.",
                    Reels
                )
            )
            {
                Call = call.Call,
                IsAccepted = true,
            },
        };
    }

    private static GraphForm FinishForm(PublishWork work, FacebookCursor cursor, string edge)
    {
        var form = new GraphForm().Add("upload_phase", "finish");
        if (edge == "video_stories")
        {
            return form.Add("video_id", cursor.Video);
        }

        var post = FacebookPostOptions.Read(work.Content.Options);
        return (
            edge == "videos"
                ? form.Add("upload_session_id", cursor.Session)
                : form.Add("video_id", cursor.Video).Add("video_state", "PUBLISHED").Add("place", post.PlaceId)
        )
            .Add("title", work.Content.Title)
            .Add("description", work.Content.Text.Length == 0 ? null : work.Content.Text)
            .Add("targeting", post.Targeting());
    }

    private async Task<StepAnswer> DoneAsync(
        FacebookAccess access,
        string postId,
        FacebookCursor cursor,
        GraphAnswer published,
        CancellationToken cancellationToken
    )
    {
        FacebookPost? post = null;
        if (options.Value.ReadPermalinkAfterPublish)
        {
            // Best effort: whatever this read comes to, the post is live and its id is known.
            var answer = await api.ReadPermalinkAsync(access, postId, cancellationToken);
            post = answer.Read(FacebookJson.Default.FacebookPost);
        }

        return new StepAnswer.Done(postId, post?.Permalink, GraphTime.Parse(post?.CreatedTime), cursor.Write())
        {
            Call = published.Call,
        };
    }

    private static FacebookVideoState? StateOf(GraphAnswer answer) =>
        FacebookVideoStates.StateOf(answer.Read(FacebookJson.Default.FacebookVideo));

    private static string? Attached(IReadOnlyList<string>? photos) =>
        photos is null ? null : $"[{string.Join(',', photos.Select(id => $$"""{"media_fbid":"{{id}}"}"""))}]";
}
