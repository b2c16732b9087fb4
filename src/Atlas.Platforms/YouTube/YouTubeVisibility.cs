using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>Waits for an uploaded video, makes it visible, and says whether it is.</summary>
internal sealed class YouTubeVisibility(
    YouTubeApi api,
    YouTubeVerdicts verdicts,
    IOptions<YouTubeOptions> options,
    TimeProvider time
)
{
    private const string Source = "YouTube Data API: Videos";

    /// <summary>A private video does not expire; the ledger wants a date.</summary>
    private static readonly TimeSpan s_valid = TimeSpan.FromDays(90);

    private static readonly TimeSpan[] s_polls = [.. new[] { 2, 5, 10, 20, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public async Task<StepAnswer> PollAsync(PublishWork work, YouTubeCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.ReadVideoAsync(work.AccessToken, cursor.VideoId!, cancellationToken);
        if (answer.Read(YouTubeJson.Default.ItemListVideoResource)?.Items is not { } items)
        {
            return verdicts.Unseen(answer, cursor.Write());
        }

        var waited = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.UploadedAt);
        return items is not [{ Status: { } status }, ..]
            ? waited < TimeSpan.FromMinutes(1)
                ? Again(cursor, answer) // lists may lag behind an upload
                : Rejected(answer, YouTubeProcessing.Gone)
            : YouTubeProcessing.Problem(status) is { } problem
                ? Rejected(answer, problem)
                : status.UploadStatus is "processed" || waited >= options.Value.ProcessingPatience
                    ? new StepAnswer.Ready((cursor with { IsReady = true }).Write(), time.GetUtcNow() + s_valid)
                    {
                        Call = answer.Call,
                    }
                    : Again(cursor, answer);
    }

    public async Task<StepAnswer> PublishAsync(PublishWork work, YouTubeCursor cursor, CancellationToken cancellationToken)
    {
        var wish = YouTubeVideos.Published(work.Content, cursor.VideoId, options.Value.DefaultCategory);
        var answer = await api.UpdateVideoAsync(work.AccessToken, wish, cancellationToken);
        if (!answer.Succeeded || answer.Read(YouTubeJson.Default.VideoResource) is not { Id: { } id } video)
        {
            return verdicts.Visible(answer, cursor.Write());
        }

        return YouTubeVideos.IsAsWanted(video.Status, YouTubePostOptions.Read(work.Content.Options))
            ? new StepAnswer.Done(id, Permalink(work, id), video.Snippet?.PublishedAt, cursor.Write()) { Call = answer.Call }
            : Rejected(answer, YouTubeProcessing.KeptPrivate);
    }

    /// <summary>The video is our own: its state is the whole truth.</summary>
    public async Task<FindAnswer> FindAsync(PublishWork work, CancellationToken cancellationToken)
    {
        if (YouTubeCursor.ReadAny(work.Cursor)?.VideoId is not { } id)
        {
            return new FindAnswer.Absent("No video was uploaded, so none can have been published.", Certain: true);
        }

        var answer = await api.ReadVideoAsync(work.AccessToken, id, cancellationToken);
        if (!answer.Succeeded || answer.Read(YouTubeJson.Default.ItemListVideoResource)?.Items is not { } items)
        {
            return verdicts.Unreadable("The video", answer);
        }

        return items is not [{ Status: { } status } video, ..]
                ? new FindAnswer.Absent("The uploaded video is not there any more.", Certain: true)
            : YouTubeVideos.IsAsWanted(status, YouTubePostOptions.Read(work.Content.Options))
                ? new FindAnswer.Found(
                    [
                        new FoundPost(
                            id,
                            Permalink(work, id),
                            video.Snippet?.PublishedAt,
                            $"our own video is {status.PrivacyStatus}"
                        ),
                    ],
                    ProvenLive: true
                )
            : new FindAnswer.Absent($"The uploaded video is still {status.PrivacyStatus}.", Certain: true);
    }

    private string Permalink(PublishWork work, string videoId)
    {
        var root = options.Value.WatchBaseUrl.AbsoluteUri.TrimEnd('/');
        return YouTubeFormats.Of(work.Content, work.Media) is YouTubeFormat.Short
            ? $"{root}/shorts/{videoId}"
            : $"{root}/watch?v={videoId}";
    }

    private StepAnswer Again(YouTubeCursor cursor, PlatformAnswer answer)
    {
        var delays = options.Value.ProcessingPolls is { Length: > 0 } set ? set : s_polls;
        return new StepAnswer.Wait(
            delays[Math.Min(cursor.Polls, delays.Length - 1)],
            (cursor with { Polls = cursor.Polls + 1 }).Write(),
            "YouTube is processing the video."
        )
        {
            Call = answer.Call,
        };
    }

    private StepAnswer Rejected(PlatformAnswer answer, (string Code, string Message, string NextStep) words) =>
        verdicts.Refused(
            answer,
            RefusalClass.Rejected,
            new PlatformProblem(words.Code, words.Message, words.NextStep, Source),
            cursor: null
        );
}
