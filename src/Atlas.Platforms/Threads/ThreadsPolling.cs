using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Threads;

/// <summary>Waits for containers: when to look, how long, and what each state means.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/troubleshooting/container-status"/>
internal sealed class ThreadsPolling(ThreadsApi api, GraphVerdicts verdicts, IOptions<ThreadsOptions> options, TimeProvider time)
{
    public const string ContainerSource = "Threads API: Media Container Status";

    private const string Processing = "Threads is processing the post.";

    /// <summary>After so many publish calls that do not find a finished container it is made again.</summary>
    private const int MostLags = 3;

    private static readonly TimeSpan[] s_image = [.. new[] { 1, 2, 3, 5 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan[] s_video = [.. new[] { 3, 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public StepAnswer AfterMaking(ThreadsPiece piece, ThreadsCursor cursor, GraphAnswer answer) =>
        IsVideo(piece, cursor) && cursor.Items is null
            ? Wait(piece, cursor, answer)
            : new StepAnswer.Continue(cursor.Write()) { Call = answer.Call };

    public async Task<StepAnswer> PollAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        CancellationToken cancellationToken
    )
    {
        var container = cursor.Container ?? cursor.Items![cursor.FinishedItems];
        var answer = await api.ReadContainerAsync(access, container, cancellationToken);
        if (ThreadsErrors.IsNoContainerAnyMore(answer))
        {
            return AlreadyPublished(answer);
        }

        if (answer.Read(ThreadsJson.Default.ThreadsContainer) is not { Status: { } status } state)
        {
            return verdicts.Unseen(answer, cursor.Resume());
        }

        return status switch
        {
            "FINISHED" => Finished(cursor, answer),
            "ERROR" => Failed(answer, state, cursor),
            "EXPIRED" => Expired(answer, cursor),
            "PUBLISHED" => AlreadyPublished(answer),
            _ => InProgress(piece, cursor, answer),
        };
    }

    /// <summary>
    /// The publish call does not find the container. Threads' machines may not all know it yet, and one that was published
    /// by a call whose answer was lost reads the same: its state decides.
    /// </summary>
    public async Task<StepAnswer> AfterRefusedPublishAsync(
        ThreadsAccess access,
        ThreadsPiece piece,
        ThreadsCursor cursor,
        GraphAnswer refused,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadContainerAsync(access, cursor.Container!, cancellationToken);
        var state = answer.Read(ThreadsJson.Default.ThreadsContainer);
        return state?.Status switch
        {
            "ERROR" => Failed(refused, state, cursor),
            "EXPIRED" => Expired(refused, cursor),
            "IN_PROGRESS" => Wait(piece, cursor with { IsReady = false, NewestAt = Now }, refused),
            "FINISHED" when cursor.Lags < MostLags => new StepAnswer.Wait(
                options.Value.PublishLag,
                (cursor with { IsReady = false, NewestAt = Now, Polls = 0, Lags = cursor.Lags + 1 }).Write(),
                "Threads does not find the finished post yet."
            )
            {
                Call = refused.Call,
            },
            "FINISHED" => Restart(refused, cursor, verdicts.Product.Problem(refused)),
            _ => new StepAnswer.Unknown(verdicts.Product.Problem(refused)) { Call = refused.Call },
        };
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private static StepAnswer Finished(ThreadsCursor cursor, GraphAnswer answer)
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

    private StepAnswer Failed(GraphAnswer answer, ThreadsContainer state, ThreadsCursor cursor)
    {
        var (rule, problem) = ThreadsErrors.OfContainer(state.Error);
        return verdicts.Failed(answer, rule, problem, cursor.Resume());
    }

    private StepAnswer Expired(GraphAnswer answer, ThreadsCursor cursor) =>
        verdicts.Restart(answer, cursor.Resume(), "container/EXPIRED", "The prepared post has expired.", ContainerSource);

    private StepAnswer Restart(GraphAnswer answer, ThreadsCursor cursor, PlatformProblem problem) =>
        verdicts.Restart(answer, cursor.Resume(), problem.Code, problem.Message, problem.Source ?? ContainerSource);

    private StepAnswer InProgress(ThreadsPiece piece, ThreadsCursor cursor, GraphAnswer answer)
    {
        var limit = IsVideo(piece, cursor) ? options.Value.VideoProcessingLimit : options.Value.ImageProcessingLimit;
        var waited = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(cursor.NewestAt);
        return waited < limit
            ? Wait(piece, cursor, answer)
            : verdicts.Restart(
                answer,
                cursor.Resume(),
                "container/timeout",
                $"Threads did not finish the post within {limit.TotalMinutes:0} minutes.",
                ContainerSource
            );
    }

    private StepAnswer.Wait Wait(ThreadsPiece piece, ThreadsCursor cursor, GraphAnswer answer)
    {
        var delays = IsVideo(piece, cursor) ? options.Value.VideoPolls ?? s_video : options.Value.ImagePolls ?? s_image;
        var delay = delays[Math.Min(cursor.Polls, delays.Length - 1)];
        return new StepAnswer.Wait(delay, (cursor with { Polls = cursor.Polls + 1 }).Write(), Processing) { Call = answer.Call };
    }

    // A carousel's items keep the pace of the slowest kind among them; its parent is quick once they are finished.
    private static bool IsVideo(ThreadsPiece piece, ThreadsCursor cursor) =>
        cursor is not { Items: not null, Container: not null } && piece.HasVideo;

    private static StepAnswer.Unknown AlreadyPublished(GraphAnswer answer) =>
        new(
            new PlatformProblem(
                "container/PUBLISHED",
                "Threads says that this was published, although no answer told us.",
                "It is looked up.",
                ContainerSource
            )
        )
        {
            Call = answer.Call,
        };
}
