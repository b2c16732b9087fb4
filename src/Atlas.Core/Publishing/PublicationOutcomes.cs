using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>What an answer makes of a publication: plain functions, so that each rule can be read and tested alone.</summary>
internal static class PublicationOutcomes
{
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_shortestRetry = TimeSpan.FromSeconds(5);

    public static Publication Apply(
        this Publication publication,
        StepAnswer answer,
        DateTimeOffset now,
        PublishingOptions options
    ) =>
        answer switch
        {
            StepAnswer.Continue next => publication.NothingSent(PublicationState.Preparing, next.Cursor, null),
            StepAnswer.Wait wait => publication.Process(wait, now),
            StepAnswer.Ready ready => (
                publication.NothingSent(PublicationState.Ready, ready.Cursor, null) with
                {
                    ReadyUntil = ready.ValidUntil,
                }
            ).Log(new TimelineEntry(now, "prepared", null, ready.Call)),
            StepAnswer.Done done => publication.Published(done, now),
            StepAnswer.Refused refused => publication.Refused(refused, now, options),
            StepAnswer.Unknown { IsAccepted: true } accepted => publication.Accepted(accepted, now, options),
            StepAnswer.Unknown unknown => publication.LostAnswer(unknown.Problem.Message, unknown.Call, now, options),
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };

    /// <summary>The first look at what the network works on is part of the story, the further ones are not.</summary>
    private static Publication Process(this Publication publication, StepAnswer.Wait wait, DateTimeOffset now)
    {
        var next = publication.NothingSent(
            PublicationState.Preparing,
            wait.Cursor,
            new Waiting(WaitReason.Processing, wait.Reason, now + wait.Delay)
        );
        return publication.Waiting is { Reason: WaitReason.Processing }
            ? next
            : next.Log(new TimelineEntry(now, "waiting", wait.Reason, wait.Call, WaitReason.Processing));
    }

    /// <summary>The step is over and followers saw nothing of it: even a publish may answer so, when the container was not ready.</summary>
    private static Publication NothingSent(
        this Publication publication,
        PublicationState state,
        string cursor,
        Waiting? waiting
    ) => publication with { State = state, Cursor = cursor, ReadyUntil = null, Waiting = waiting, Intent = null, Lease = null };

    public static Publication Published(
        this Publication publication,
        StepAnswer.Done done,
        DateTimeOffset now,
        string? evidence = null
    ) =>
        (
            publication with
            {
                State = PublicationState.Published,
                Cursor = done.Cursor ?? publication.Cursor,
                PlatformPostId = done.PlatformPostId,
                Permalink = done.Permalink,
                PublishedAt = done.PublishedAt ?? now,
                Lease = null,
                Intent = null,
                Waiting = null,
                Failure = null,
                ReadyUntil = null,
            }
        ).Log(
            new TimelineEntry(
                now,
                "published",
                evidence,
                done.Call,
                evidence is null ? null
                    : publication.IsAccepted ? WaitReason.Processing
                    : WaitReason.Reconcile
            )
        );

    /// <summary>The event of a timeline that says that a publication seems to be live more than once.</summary>
    public const string DoubledEvent = "doubled";

    public static Publication Doubled(this Publication publication, FoundPost second, DateTimeOffset now) =>
        publication.Log(
            new TimelineEntry(
                now,
                DoubledEvent,
                $"The network shows a second post like it, {second.PlatformPostId}, that is no other publication's: look at the channel."
            )
        );

    /// <summary>
    /// The network has taken it and makes it live by itself. The intent stands until it says what became of it: nothing is sent
    /// meanwhile, and nobody changes or cancels it.
    /// </summary>
    public static Publication Accepted(
        this Publication publication,
        StepAnswer.Unknown accepted,
        DateTimeOffset now,
        PublishingOptions options
    ) =>
        (
            publication with
            {
                State = PublicationState.Publishing,
                Lease = null,
                Intent = publication.Intent!.OverBy(now),
                Waiting = new Waiting(WaitReason.Processing, accepted.Problem.Message, now + options.ReconcileAfter),
            }
        ).Log(new TimelineEntry(now, "accepted", accepted.Problem.Message, accepted.Call, WaitReason.Processing));

    /// <summary>The call is over and nobody knows what came of it.</summary>
    public static Publication LostAnswer(
        this Publication publication,
        string what,
        PlatformCall? call,
        DateTimeOffset now,
        PublishingOptions options
    ) =>
        (
            publication with
            {
                State = PublicationState.Unknown,
                Lease = null,
                // Without an intent of its own, a read has shown traces of a call that an earlier look had given up.
                Intent = (
                    publication.Intent
                    ?? new Intent("unknown", publication.Attempts, publication.ContentHash, publication.CreatedAt, now)
                ).OverBy(now),
                Waiting = new Waiting(
                    WaitReason.Reconcile,
                    "The answer was lost; the network is asked whether the post is live.",
                    now + options.ReconcileAfter
                ),
            }
        ).Log(new TimelineEntry(now, "unknown", what, call, WaitReason.Reconcile));

    /// <summary>The network was asked and nothing happened: the step may be tried again, the first time for free.</summary>
    public static Publication NothingHappened(
        this Publication publication,
        string evidence,
        DateTimeOffset now,
        PublishingOptions options
    )
    {
        var attempts = publication.LostAnswers == 0 ? publication.Attempts : publication.Attempts + 1;
        var next = (
            publication with
            {
                State = PublicationState.Scheduled,
                Intent = null,
                Lease = null,
                Waiting = null,
                LostAnswers = publication.LostAnswers + 1,
                Attempts = attempts,
            }
        ).Log(new TimelineEntry(now, "notPublished", evidence, Reason: WaitReason.Reconcile));
        return attempts < options.MaxAttempts
            ? next
            : next.Fail(
                "transient",
                "atlas.attempts",
                "The network lost the answer to every attempt, and nothing went live.",
                "Try again later.",
                null,
                now
            );
    }

    public static Publication Miss(this Publication publication, DateTimeOffset now) =>
        (publication with { State = PublicationState.Missed, Waiting = null, Lease = null }).Log(
            new TimelineEntry(
                now,
                "missed",
                publication.LatePolicy.Action == Scheduling.LateAction.Hold
                    ? "It was late and its policy is to hold it for a person."
                    : "It was late and its policy is to skip it."
            )
        );

    public static Publication WaitFor(
        this Publication publication,
        string reason,
        string message,
        DateTimeOffset? until,
        DateTimeOffset now,
        PlatformCall? call = null
    ) =>
        (
            publication with
            {
                State = publication.Intent is null ? PublicationState.Waiting : publication.State,
                Lease = null,
                Waiting = new Waiting(reason, message, publication.NoLongerThan(until, now)),
            }
        ).Log(new TimelineEntry(now, "waiting", message, call, reason));

    /// <summary>A policy that stops it meanwhile does so at its own time, not when the wait is over. What may be live is no policy's.</summary>
    private static DateTimeOffset? NoLongerThan(this Publication publication, DateTimeOffset? until, DateTimeOffset now) =>
        publication is { Intent: null, DueAt: { } due }
        && publication.LatePolicy.StopsAt(due) is { } stop
        && stop > now
        && stop < until
            ? stop
            : until;

    /// <summary>
    /// Waits at the gate, without having been refused. What waits for its channel goes on waiting for that, where nobody knows when the way
    /// is open.
    /// </summary>
    public static Publication WaitAt(this Publication publication, GateWait wait, DateTimeOffset now) =>
        wait.Until is { } until ? publication.HoldFor(wait.Reason, wait.Message, until, now)
        : publication.IsParked || wait.IsSaidBy(publication) ? publication
        : publication.WaitFor(wait.Reason, wait.Message, until: null, now);

    /// <summary>A network that says "at once" to what it has just refused gets a moment all the same.</summary>
    internal static DateTimeOffset RetryAfter(this StepAnswer.Refused refused, DateTimeOffset now, TimeSpan otherwise) =>
        refused.RetryAt is not { } at ? now + otherwise
        : at < now + s_shortestRetry ? now + s_shortestRetry
        : at;

    /// <summary>What held it is over: it goes on where it was before, and the late policy decides where its time is over.</summary>
    public static Publication GoOn(this Publication publication, string what, string words, DateTimeOffset now) =>
        (
            publication with
            {
                State = publication.Cursor is null ? PublicationState.Scheduled : PublicationState.Preparing,
                Waiting = null,
            }
        ).Log(new TimelineEntry(now, what, words));

    /// <summary>Waits without having been refused. One that waits for the same thing already only waits longer, and says no more.</summary>
    public static Publication HoldFor(
        this Publication publication,
        string reason,
        string message,
        DateTimeOffset until,
        DateTimeOffset now
    ) =>
        publication is { State: PublicationState.Waiting, Waiting: { } waiting } && waiting.Reason == reason
            ? publication with
            {
                Waiting = new Waiting(reason, message, publication.NoLongerThan(until, now)),
            }
            : publication.WaitFor(reason, message, until, now);

    public static Publication Fail(
        this Publication publication,
        string @class,
        string code,
        string message,
        string nextStep,
        string? source,
        DateTimeOffset now,
        PlatformCall? call = null
    ) =>
        (
            publication with
            {
                State = PublicationState.Failed,
                Lease = null,
                Intent = null,
                Waiting = null,
                Failure = new PublicationFailure(@class, code, message, nextStep, source, now),
            }
        ).Log(new TimelineEntry(now, "failed", message, call));

    private static Publication Refused(
        this Publication publication,
        StepAnswer.Refused refused,
        DateTimeOffset now,
        PublishingOptions options
    )
    {
        var problem = refused.Problem;
        var open = publication with { Intent = null, Lease = null, Cursor = refused.Cursor, ReadyUntil = null };
        switch (refused.Class)
        {
            case RefusalClass.RateLimited:
                return open.WaitFor(
                    WaitReason.RateLimit,
                    problem.Message,
                    refused.RetryAfter(now, TimeSpan.FromMinutes(1)),
                    now,
                    refused.Call
                );
            case RefusalClass.Reconnect:
                return open.WaitFor(WaitReason.Reconnect, problem.Message, null, now, refused.Call);
            case RefusalClass.Transient when publication.Attempts + 1 < options.MaxAttempts:
                var wait = TimeSpan.FromTicks(
                    Math.Min(s_longestRetry.Ticks, options.FirstRetry.Ticks * (long)Math.Pow(3, publication.Attempts))
                );
                return (open with { Attempts = publication.Attempts + 1 }).WaitFor(
                    WaitReason.Retry,
                    problem.Message,
                    refused.RetryAfter(now, wait),
                    now,
                    refused.Call
                );
            default:
                var name = refused.Class == RefusalClass.Transient ? "transient" : "rejected";
                return (open with { Attempts = publication.Attempts + 1 }).Fail(
                    name,
                    problem.Code,
                    problem.Message,
                    problem.NextStep,
                    problem.Source,
                    now,
                    refused.Call
                );
        }
    }
}
