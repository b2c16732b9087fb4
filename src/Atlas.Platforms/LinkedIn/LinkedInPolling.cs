using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Waits until LinkedIn has processed what was uploaded: a post of unfinished media is refused or stays black.</summary>
internal sealed class LinkedInPolling(
    LinkedInApi api,
    LinkedInAnswers answers,
    IOptions<LinkedInOptions> options,
    TimeProvider time
)
{
    private const string Processing = "LinkedIn is processing the media.";

    private static readonly TimeSpan[] s_polls =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
    ];

    public async Task<StepAnswer> PollAsync(PublishWork work, LinkedInCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.ReadAssetAsync(work.AccessToken, cursor.Uploaded![cursor.Finished], cancellationToken);
        if (answer.Status is 403)
        {
            // With w_member_social alone images and documents can be written and not read: the post itself will say.
            return Finished(work, cursor, answer);
        }

        var asset = answer.Succeeded ? answer.Read(LinkedInJson.Default.LinkedInAsset) : null;
        return asset?.Status switch
        {
            "AVAILABLE" => Finished(work, cursor, answer),
            "PROCESSING_FAILED" => answers.Restart(answer, cursor, Failed(asset.ProcessingFailureReason)),
            null => answers.Unseen(work, answer, cursor),
            _ => Wait(work, cursor, answer), // waiting or processing, or a state that is new
        };
    }

    /// <summary>The post was refused because a file is not done, whatever the file's own state said.</summary>
    public StepAnswer NotReadyYet(PublishWork work, LinkedInCursor cursor, PlatformAnswer refused) => Wait(work, cursor, refused);

    private StepAnswer Finished(PublishWork work, LinkedInCursor cursor, PlatformAnswer answer)
    {
        var next = cursor with { Finished = cursor.Finished + 1, Polls = 0 };
        return next.Finished < LinkedInUploads.Files(work).Count
            ? new StepAnswer.Continue(next.Write()) { Call = answer.Call }
            : new StepAnswer.Ready(next.Write(), DateTimeOffset.FromUnixTimeSeconds(next.OldestAt) + options.Value.PreparedLife)
            {
                Call = answer.Call,
            };
    }

    private StepAnswer Wait(PublishWork work, LinkedInCursor cursor, PlatformAnswer answer)
    {
        var limit = work.Media.Any(asset => asset.Kind is MediaKind.Video)
            ? options.Value.VideoProcessingLimit
            : options.Value.ImageProcessingLimit;
        if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.NewestAt) >= limit)
        {
            return answers.Restart(
                answer,
                cursor,
                new PlatformProblem(
                    "media/timeout",
                    $"LinkedIn did not finish the media within {limit.TotalMinutes:0} minutes.",
                    "They are uploaded again.",
                    null
                )
            );
        }

        var delays = options.Value.Polls ?? s_polls;
        var delay = delays[Math.Min(cursor.Polls, delays.Length - 1)];
        return new StepAnswer.Wait(delay, (cursor with { Polls = cursor.Polls + 1 }).Write(), Processing) { Call = answer.Call };
    }

    private static PlatformProblem Failed(string? reason) =>
        new(
            "PROCESSING_FAILED",
            reason is { Length: > 0 }
                ? $"LinkedIn failed to process a file. LinkedIn says: {reason}"
                : "LinkedIn failed to process a file.",
            "It is uploaded again.",
            "LinkedIn Community Management: Videos API"
        );
}
