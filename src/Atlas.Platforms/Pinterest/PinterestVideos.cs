using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Pinterest;

/// <summary>Brings a video to Pinterest and waits until it can be pinned.</summary>
/// <seealso href="https://developers.pinterest.com/docs/api-features/creating-boards-and-pins/#creating-video-pins"/>
internal sealed class PinterestVideos(
    PinterestApi api,
    PinterestAnswers answers,
    IOptions<PinterestOptions> options,
    TimeProvider time
)
{
    private const string Source = "Pinterest API: Creating video Pins";
    private const string Processing = "Pinterest is processing the video.";

    /// <summary>After so many new uploads one that Pinterest throws away again is the file's fault.</summary>
    private const int MostRestarts = 2;

    private static readonly TimeSpan[] s_polls = [.. new[] { 3, 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>
    /// Registers and uploads in one step: the upload's address and signature let anybody write to it, so they are kept
    /// nowhere. Nobody sees either, and both may be done again.
    /// </summary>
    public async Task<StepAnswer> UploadAsync(PublishWork work, PinterestCursor cursor, CancellationToken cancellationToken)
    {
        await using var file = await work.Open(work.Media[0], cancellationToken);
        if (file is null)
        {
            return answers.Refused(
                RefusalClass.Rejected,
                new PlatformProblem("atlas/media-gone", "The video's file is gone.", "Upload it again and choose it.", null)
            );
        }

        var registered = await api.RegisterUploadAsync(work.AccessToken, cancellationToken);
        if (
            !registered.Succeeded
            || registered.Read(PinterestJson.Default.PinterestUpload)
                is not { MediaId: { Length: > 0 } id, Url: { } url, Parameters: { } parameters }
        )
        {
            return answers.Unseen(registered, cursor);
        }

        var uploaded = await api.UploadAsync(url, parameters, file, cancellationToken);
        return uploaded.Succeeded
            ? Wait(cursor with { MediaId = id, UploadedAt = time.GetUtcNow().ToUnixTimeSeconds(), Polls = 0 }, uploaded)
            : answers.Refused(
                RefusalClass.Transient,
                new PlatformProblem(
                    uploaded.Status is { } status ? $"upload/{status}" : "upload/no-answer",
                    "Pinterest's storage did not take the video.",
                    "It is tried again. If it goes on: try a smaller file, since it has to go up in one piece.",
                    Source
                ),
                cursor,
                uploaded
            );
    }

    public async Task<StepAnswer> PollAsync(PublishWork work, PinterestCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.ReadUploadAsync(work.AccessToken, cursor.MediaId!, cancellationToken);
        if (!answer.Succeeded || answer.Read(PinterestJson.Default.PinterestUpload) is not { Status: { } status })
        {
            return answer.Status is 404
                ? Restart(cursor, answer, "media/404", "Pinterest no longer knows the uploaded video.")
                : answers.Unseen(answer, cursor);
        }

        return status switch
        {
            "succeeded" => new StepAnswer.Ready((cursor with { IsReady = true, Polls = 0 }).Write(), cursor.ValidUntil)
            {
                Call = answer.Call,
            },
            "failed" => Restart(cursor, answer, "media/failed", "Pinterest failed to process the video."),
            _ when time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.UploadedAt)
                    < options.Value.VideoProcessingLimit => Wait(cursor, answer),
            _ => Restart(
                cursor,
                answer,
                "media/timeout",
                $"Pinterest did not finish the video within {options.Value.VideoProcessingLimit.TotalMinutes:0} minutes."
            ),
        };
    }

    private StepAnswer Restart(PinterestCursor cursor, PlatformAnswer answer, string code, string message) =>
        cursor.Restarts < MostRestarts
            ? answers.Refused(
                RefusalClass.Transient,
                new PlatformProblem(code, message, "It is uploaded again.", Source),
                cursor.StartAgain(),
                answer
            )
            : answers.Refused(
                RefusalClass.Rejected,
                new PlatformProblem(code, message, "It failed several times: export the file anew, or try another one.", Source),
                cursor: null,
                answer
            );

    private StepAnswer.Wait Wait(PinterestCursor cursor, PlatformAnswer answer)
    {
        var delays = options.Value.VideoPolls ?? s_polls;
        var delay = delays[Math.Min(cursor.Polls, delays.Length - 1)];
        return new StepAnswer.Wait(delay, (cursor with { Polls = cursor.Polls + 1 }).Write(), Processing) { Call = answer.Call };
    }
}
