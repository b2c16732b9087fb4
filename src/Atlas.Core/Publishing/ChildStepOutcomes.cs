using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>What an answer makes of a child step: plain functions.</summary>
internal static class ChildStepOutcomes
{
    /// <summary>The code of a step that failed with the one before it.</summary>
    public const string StepBefore = "atlas.step.before";

    public static ChildStep Apply(this ChildStep step, StepAnswer answer, DateTimeOffset now, PublishingOptions options) =>
        (step with { Call = answer.Call ?? step.Call }).Become(answer, now, options);

    private static ChildStep Become(this ChildStep step, StepAnswer answer, DateTimeOffset now, PublishingOptions options) =>
        answer switch
        {
            // What was made may take more than its id to take away again: a Telegram album is several messages.
            StepAnswer.Done done => step.Done(done.PlatformPostId, now) with
            {
                Cursor = step.IsLiveChange ? step.Cursor : done.Cursor ?? step.Cursor,
            },
            StepAnswer.Continue next => (step with { Cursor = next.Cursor }).Again(notBefore: null),
            StepAnswer.Wait wait => (step with { Cursor = wait.Cursor }).Again(now + wait.Delay),
            StepAnswer.Refused { Class: RefusalClass.RateLimited } refused => (step with { Cursor = refused.Cursor }).Again(
                refused.RetryAfter(now, TimeSpan.FromMinutes(1))
            ),
            StepAnswer.Refused { Class: RefusalClass.Reconnect } => step.Again(now.AddMinutes(15)),
            StepAnswer.Refused { Class: RefusalClass.Transient } refused when step.Attempts + 1 < options.MaxAttempts => (
                step with
                {
                    Attempts = step.Attempts + 1,
                    Cursor = refused.Cursor,
                }
            ).Again(refused.RetryAfter(now, options.FirstRetry * Math.Pow(3, step.Attempts))),
            StepAnswer.Refused refused => step.Fail(refused.Problem, now),
            _ => step with
            {
                State = ChildStepState.Unknown,
                Intent = step.Intent! with { Deadline = now },
                NotBefore = now + options.ReconcileAfter,
            },
        };

    public static ChildStep Settle(
        this ChildStep step,
        FindAnswer found,
        DateTimeOffset now,
        PublishingOptions options,
        TimeSpan askAgain
    )
    {
        switch (found)
        {
            case FindAnswer.Found { Candidates: [var first, ..] }:
                return step.Done(first.PlatformPostId, now);
            case FindAnswer.Unreadable { Ever: true } unreadable:
                return step.Fail(
                    new PlatformProblem(
                        "atlas.unknown",
                        $"Whether it is there can't be read: {unreadable.Reason}",
                        "Look at the post.",
                        null
                    ),
                    now
                );
            case FindAnswer.Absent absent
                when now >= step.Intent!.Deadline + (absent.Certain ? options.SettleTime : options.UncertainSettleTime):
                return step.Attempts + 1 < options.MaxAttempts
                    ? (step with { Attempts = step.Attempts + 1 }).Again(now)
                    : step.Fail(
                        new PlatformProblem(
                            "atlas.attempts",
                            "The answer to every attempt was lost.",
                            "Look at the post and do it by hand.",
                            null
                        ),
                        now
                    );
            default:
                return step with { State = ChildStepState.Unknown, NotBefore = now + askAgain };
        }
    }

    private static ChildStep Done(this ChildStep step, string platformId, DateTimeOffset now) =>
        step with
        {
            State = ChildStepState.Done,
            PlatformId = platformId,
            Intent = null,
            NotBefore = null,
            SettledAt = now,
        };

    /// <summary>Failed because the step that it builds on did.</summary>
    public static ChildStep FailAfter(this ChildStep step, ChildStep before, DateTimeOffset now) =>
        step.Fail(
            new PlatformProblem(
                StepBefore,
                $"The step '{before.Name}' before it failed: {before.Failure?.Message}",
                "Publish the rest by hand, or in a post of its own.",
                before.Failure?.Source
            ),
            now
        );

    private static ChildStep Again(this ChildStep step, DateTimeOffset? notBefore) =>
        step with
        {
            State = ChildStepState.Pending,
            Intent = null,
            NotBefore = notBefore,
        };

    private static ChildStep Fail(this ChildStep step, PlatformProblem problem, DateTimeOffset now) =>
        step with
        {
            State = ChildStepState.Failed,
            Intent = null,
            NotBefore = null,
            SettledAt = now,
            Failure = new PublicationFailure("rejected", problem.Code, problem.Message, problem.NextStep, problem.Source, now),
        };
}
