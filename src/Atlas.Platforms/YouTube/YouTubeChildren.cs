using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.YouTube;

/// <summary>What follows a visible video: thumbnail, subtitles, playlist, first comment. None of them can undo the video.</summary>
internal sealed class YouTubeChildren(YouTubeApi api, YouTubeUploadApi uploads, YouTubeVerdicts verdicts)
{
    public const string Captions = "subtitles";
    private const string Thumbnail = "thumbnail";
    private const string Playlist = "playlist";

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    /// <summary>Setting a thumbnail again sets the same one; the others would be there twice.</summary>
    private static readonly PublishStep s_again = new("set", StepEffect.Repeatable, Visible: true);
    private static readonly PublishStep s_once = new("add", StepEffect.Once, Visible: true);

    public static IReadOnlyList<ChildPlan> Plan(PostContent content)
    {
        List<ChildPlan> plan = [];
        if (content.Cover is not null)
        {
            plan.Add(new ChildPlan(Thumbnail));
        }

        for (var i = 0; i < (content.Subtitles?.Count ?? 0); i++)
        {
            plan.Add(new ChildPlan(string.Create(CultureInfo.InvariantCulture, $"{Captions}{i + 1:00}")));
        }

        if (YouTubePostOptions.Read(content.Options).PlaylistId is { Length: > 0 })
        {
            plan.Add(new ChildPlan(Playlist));
        }

        if (content.FirstComment is { Length: > 0 })
        {
            plan.Add(new ChildPlan(ChildStep.FirstComment));
        }

        return plan;
    }

    public static PublishStep Step(string name) => name == Thumbnail ? s_again : s_once;

    public Task<StepAnswer> AdvanceAsync(ChildWork work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        return work.Name switch
        {
            Thumbnail => SetThumbnailAsync(work, cancellationToken),
            Playlist => AddToPlaylistAsync(work, cancellationToken),
            ChildStep.FirstComment => CommentAsync(work, cancellationToken),
            _ => AddCaptionsAsync(work, SubtitlesOf(work), cancellationToken),
        };
    }

    public Task<FindAnswer> FindAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        work.Name switch
        {
            Playlist => FindInPlaylistAsync(work, cancellationToken),
            ChildStep.FirstComment => FindCommentAsync(work, notBefore, cancellationToken),
            Thumbnail => Task.FromResult<FindAnswer>(
                new FindAnswer.Absent("A thumbnail is set again without harm.", Certain: true)
            ),
            _ => FindCaptionsAsync(work, SubtitlesOf(work), cancellationToken),
        };

    private static Subtitles SubtitlesOf(ChildWork work) =>
        work.Publish.Content.Subtitles is { } all
        && work.Name.StartsWith(Captions, StringComparison.Ordinal)
        && int.TryParse(work.Name.AsSpan(Captions.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= all.Count
            ? all[number - 1]
            : throw new ArgumentException($"YouTube has no child step '{work.Name}'.", nameof(work));

    private async Task<StepAnswer> SetThumbnailAsync(ChildWork work, CancellationToken cancellationToken)
    {
        var publish = work.Publish;
        var image = publish.Extras[publish.Content.Cover!.Value];
        await using var file = await publish.Open(image, cancellationToken);
        if (file is null)
        {
            return Gone("thumbnail");
        }

        var answer = await uploads.SetThumbnailAsync(
            publish.AccessToken,
            work.PlatformPostId,
            image.ContentType,
            () => new StreamContent(file),
            cancellationToken
        );
        return answer.Succeeded ? Done(work.PlatformPostId, answer) : verdicts.Unseen(answer, work.Cursor);
    }

    private async Task<StepAnswer> AddCaptionsAsync(ChildWork work, Subtitles subtitles, CancellationToken cancellationToken)
    {
        var publish = work.Publish;
        await using var file = await publish.Open(publish.Extras[subtitles.MediaId], cancellationToken);
        if (file is null)
        {
            return Gone("file of subtitles");
        }

        var caption = new CaptionResource
        {
            Snippet = new CaptionSnippet
            {
                VideoId = work.PlatformPostId,
                Language = subtitles.Language,
                Name = subtitles.Name ?? "",
                IsDraft = false,
            },
        };
        var answer = await uploads.AddCaptionsAsync(
            publish.AccessToken,
            caption,
            () => new StreamContent(file),
            cancellationToken
        );
        return answer.Succeeded && answer.Read(YouTubeJson.Default.CaptionResource)?.Id is { } id
            ? Done(id, answer)
            : verdicts.Visible(answer, work.Cursor);
    }

    private async Task<StepAnswer> AddToPlaylistAsync(ChildWork work, CancellationToken cancellationToken)
    {
        var answer = await api.AddToPlaylistAsync(
            work.Publish.AccessToken,
            YouTubePostOptions.Read(work.Publish.Content.Options).PlaylistId!,
            work.PlatformPostId,
            cancellationToken
        );
        return answer.Succeeded && answer.Read(YouTubeJson.Default.PlaylistItemResource)?.Id is { } id
            ? Done(id, answer)
            : verdicts.Visible(answer, work.Cursor);
    }

    private async Task<StepAnswer> CommentAsync(ChildWork work, CancellationToken cancellationToken)
    {
        var answer = await api.CommentAsync(
            work.Publish.AccessToken,
            work.Publish.Channel.AccountId,
            work.PlatformPostId,
            work.Publish.Content.FirstComment!,
            cancellationToken
        );
        return answer.Succeeded && answer.Read(YouTubeJson.Default.ThreadResource)?.Id is { } id
            ? Done(id, answer)
            : verdicts.Visible(answer, work.Cursor);
    }

    private async Task<FindAnswer> FindInPlaylistAsync(ChildWork work, CancellationToken cancellationToken)
    {
        var playlist = YouTubePostOptions.Read(work.Publish.Content.Options).PlaylistId!;
        var answer = await api.ListPlaylistAsync(work.Publish.AccessToken, playlist, work.PlatformPostId, cancellationToken);
        return answer.Succeeded && answer.Read(YouTubeJson.Default.ItemListPlaylistItemResource)?.Items is { } items
            ? Found(
                items.Where(item => item.Snippet?.ResourceId?.VideoId == work.PlatformPostId).Select(item => item.Id),
                "the playlist holds the video",
                "The playlist does not hold the video."
            )
            : Unreadable("playlist", answer);
    }

    private async Task<FindAnswer> FindCaptionsAsync(ChildWork work, Subtitles subtitles, CancellationToken cancellationToken)
    {
        var answer = await api.ListCaptionsAsync(work.Publish.AccessToken, work.PlatformPostId, cancellationToken);
        return answer.Succeeded && answer.Read(YouTubeJson.Default.ItemListCaptionResource)?.Items is { } items
            ? Found(
                items
                    .Where(item =>
                        item.Snippet is { } track
                        && string.Equals(track.Language, subtitles.Language, StringComparison.OrdinalIgnoreCase)
                        && (track.Name ?? "") == (subtitles.Name ?? "")
                    )
                    .Select(item => item.Id),
                "language and name match",
                "The video has no subtitles of this language and name."
            )
            : Unreadable("subtitles", answer);
    }

    private async Task<FindAnswer> FindCommentAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var answer = await api.ListThreadsAsync(work.Publish.AccessToken, work.PlatformPostId, cancellationToken);
        if (!answer.Succeeded || answer.Read(YouTubeJson.Default.ItemListThreadResource)?.Items is not { } items)
        {
            return Unreadable("comments", answer);
        }

        var ours =
            from thread in items
            let comment = thread.Snippet?.TopLevelComment?.Snippet
            where comment is not null
            where comment.TextOriginal?.Trim() == work.Publish.Content.FirstComment!.Trim()
            where comment.AuthorChannelId?.Value == work.Publish.Channel.AccountId
            where comment.PublishedAt is null || comment.PublishedAt >= notBefore - s_skew
            select thread.Id;
        return Found(ours, "author, text and time match", "No comment of the channel has this text.", certain: false);
    }

    private static FindAnswer Found(IEnumerable<string?> ids, string evidence, string absence, bool certain = true)
    {
        FoundPost[] found = [.. ids.OfType<string>().Select(id => new FoundPost(id, null, null, evidence))];
        return found.Length > 0 ? new FindAnswer.Found(found) : new FindAnswer.Absent(absence, certain);
    }

    private FindAnswer Unreadable(string what, PlatformAnswer answer) => verdicts.Unreadable($"The {what}", answer);

    private static StepAnswer Done(string id, PlatformAnswer answer) =>
        new StepAnswer.Done(id, Permalink: null, PublishedAt: null, Cursor: null) { Call = answer.Call };

    private StepAnswer Gone(string what) =>
        verdicts.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem("atlas/file-gone", $"The {what} is no longer in the library.", "Add it in YouTube Studio.", null),
            cursor: null
        );
}
