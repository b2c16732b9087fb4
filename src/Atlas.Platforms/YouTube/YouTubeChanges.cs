using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>Changes to a video that is published. Both are safe to repeat.</summary>
internal sealed class YouTubeChanges(YouTubeApi api, YouTubeVerdicts verdicts, IOptions<YouTubeOptions> options)
{
    /// <summary>Title, description, tags and privacy; what the content says nothing about stays as it is there.</summary>
    public async Task<StepAnswer> EditAsync(PublishWork work, string videoId, CancellationToken cancellationToken)
    {
        var read = await api.ReadVideoAsync(work.AccessToken, videoId, cancellationToken);
        if (!read.Succeeded || read.Read(YouTubeJson.Default.ItemListVideoResource)?.Items is not { } items)
        {
            return verdicts.Unseen(read, work.Cursor);
        }

        if (items is not [var live, ..])
        {
            return verdicts.Refused(
                read,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "videoNotFound",
                    "YouTube no longer has the video.",
                    "Publish it again if it should be there.",
                    "YouTube Data API: Videos: update"
                ),
                work.Cursor
            );
        }

        var wish = YouTubeVideos.Edited(work.Content, live, options.Value.DefaultCategory);
        var answer = await api.UpdateVideoAsync(work.AccessToken, wish, cancellationToken);
        return answer.Succeeded
            ? new StepAnswer.Done(videoId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, work.Cursor);
    }

    public async Task<LiveAnswer> ReadAsync(PublishWork work, string videoId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadVideoAsync(work.AccessToken, videoId, cancellationToken);
        if (!answer.Succeeded || answer.Read(YouTubeJson.Default.ItemListVideoResource)?.Items is not { } items)
        {
            return LiveAnswers.NotRead(verdicts.Problem(answer), verdicts.Error(answer));
        }

        return items is [var live, ..]
            ? new LiveAnswer.Shown(
                YouTubeVideos.IsSame(YouTubeVideos.Edited(work.Content, live, options.Value.DefaultCategory), live)
            )
            : new LiveAnswer.Gone();
    }

    public async Task<StepAnswer> DeleteAsync(PublishWork work, string videoId, CancellationToken cancellationToken)
    {
        var answer = await api.DeleteVideoAsync(work.AccessToken, videoId, cancellationToken);
        return answer.Succeeded || verdicts.Error(answer) is { Code: "videoNotFound" }
            ? new StepAnswer.Done(videoId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, work.Cursor);
    }
}
