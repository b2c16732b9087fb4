using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Instagram;

/// <summary>Waits for containers: when to look, how long, and what each state means.</summary>
internal sealed class InstagramPolling(
    InstagramApi api,
    InstagramAnswers answers,
    IOptions<InstagramOptions> options,
    TimeProvider time
)
{
    private const string Processing = "Instagram is processing the media.";

    private static readonly TimeSpan[] s_image = [.. new[] { 1, 2, 3, 5 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan[] s_video = [.. new[] { 3, 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public StepAnswer AfterMaking(PublishWork work, InstagramCursor cursor, GraphAnswer answer) =>
        IsVideo(work, cursor) && cursor.Items is null
            ? Wait(work, cursor, answer)
            : new StepAnswer.Continue(cursor.Write()) { Call = answer.Call };

    public async Task<StepAnswer> PollAsync(PublishWork work, InstagramCursor cursor, CancellationToken cancellationToken)
    {
        var container = cursor.Container ?? cursor.Items![cursor.FinishedItems];
        var answer = await api.ReadContainerAsync(InstagramAccess.Of(work), container, cancellationToken);
        if (answer.Read(InstagramJson.Default.ContainerStatus) is not { Code: { } code } status)
        {
            return answers.Unseen(answer, cursor);
        }

        return code switch
        {
            "FINISHED" => Finished(cursor, answer),
            "IN_PROGRESS" => InProgress(work, cursor, answer),
            "ERROR" => answers.FailedContainer(answer, status.Text, cursor),
            "EXPIRED" => answers.Restart(answer, cursor, "container/EXPIRED", "The prepared post has expired."),
            "PUBLISHED" => AlreadyPublished(answer),
            _ => InProgress(work, cursor, answer),
        };
    }

    /// <summary>Error 9007: nothing happened, and it may be published once a poll says so.</summary>
    public StepAnswer NotReadyYet(PublishWork work, InstagramCursor cursor, GraphAnswer answer) =>
        Wait(work, cursor with { IsReady = false, NewestAt = time.GetUtcNow().ToUnixTimeSeconds() }, answer);

    /// <summary>
    /// The publish call says that the container is gone or of no use. An earlier publish whose answer was lost reads the
    /// same, so its state decides; only one that surely was not published is made again.
    /// </summary>
    public async Task<StepAnswer> AfterRefusedPublishAsync(
        PublishWork work,
        InstagramCursor cursor,
        GraphAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadContainerAsync(InstagramAccess.Of(work), cursor.Container!, cancellationToken);
        var rule = InstagramAnswers.Product.Rule(refused)!;
        var problem = InstagramAnswers.Product.Problem(refused, rule);
        return answer.Read(InstagramJson.Default.ContainerStatus)?.Code switch
        {
            "ERROR" or "EXPIRED" => answers.Restart(refused, cursor, problem.Code, problem.Message),
            "IN_PROGRESS" => NotReadyYet(work, cursor, refused),
            "FINISHED" => answers.Refused(
                refused,
                cursor,
                RefusalClass.Transient,
                problem,
                rule.Delay ?? TimeSpan.FromSeconds(30)
            ),
            _ => new StepAnswer.Unknown(problem) { Call = refused.Call },
        };
    }

    private static StepAnswer Finished(InstagramCursor cursor, GraphAnswer answer)
    {
        if (cursor.Container is not null)
        {
            var ready = cursor with { IsReady = true, Polls = 0 };
            return new StepAnswer.Ready(ready.Write(), ready.ValidUntil) { Call = answer.Call };
        }

        return new StepAnswer.Continue((cursor with { FinishedItems = cursor.FinishedItems + 1, Polls = 0 }).Write())
        {
            Call = answer.Call,
        };
    }

    private StepAnswer InProgress(PublishWork work, InstagramCursor cursor, GraphAnswer answer)
    {
        var limit = IsVideo(work, cursor) ? options.Value.VideoProcessingLimit : options.Value.ImageProcessingLimit;
        var waited = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.NewestAt);
        return waited < limit
            ? Wait(work, cursor, answer)
            : answers.Restart(
                answer,
                cursor,
                "container/timeout",
                $"Instagram did not finish the media within {limit.TotalMinutes:0} minutes."
            );
    }

    private StepAnswer.Wait Wait(PublishWork work, InstagramCursor cursor, GraphAnswer answer)
    {
        var delays = IsVideo(work, cursor) ? options.Value.VideoPolls ?? s_video : options.Value.ImagePolls ?? s_image;
        var delay = delays[Math.Min(cursor.Polls, delays.Length - 1)];
        return new StepAnswer.Wait(delay, (cursor with { Polls = cursor.Polls + 1 }).Write(), Processing) { Call = answer.Call };
    }

    // A carousel's items keep the pace of the slowest kind among them; its parent is quick once they are finished.
    private static bool IsVideo(PublishWork work, InstagramCursor cursor) =>
        cursor is { Items: not null, Container: not null } ? false : work.Media.Any(asset => asset.Kind is MediaKind.Video);

    private static StepAnswer.Unknown AlreadyPublished(GraphAnswer answer) =>
        new(
            new PlatformProblem(
                "container/PUBLISHED",
                "Instagram says that this was published, although no answer told us.",
                "It is looked up.",
                "Instagram Platform: IG Container"
            )
        )
        {
            Call = answer.Call,
        };
}
