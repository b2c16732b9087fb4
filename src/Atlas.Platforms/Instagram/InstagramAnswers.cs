using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>Turns what Instagram answered to a call that did not succeed into the step's answer. Decides only; calls nothing.</summary>
internal sealed class InstagramAnswers(TimeProvider time)
{
    /// <summary>After so many new containers one that Instagram throws away again is the content's fault.</summary>
    private const int MostRestarts = 2;

    /// <summary>Where a limit does not say when it opens. Meta's windows roll over an hour.</summary>
    private static readonly TimeSpan s_unstatedLimit = TimeSpan.FromMinutes(15);

    /// <summary>A step that nobody sees and that may be made again.</summary>
    public StepAnswer Unseen(GraphAnswer answer, InstagramCursor cursor)
    {
        if (answer.Error is null)
        {
            return WithoutRule(answer, cursor); // not Meta's own words: no connection, a proxy's page, half an answer
        }

        if (Rule(answer) is not { } rule)
        {
            return answer.IsServerFault || answer.Error.IsTransient
                ? WithoutRule(answer, cursor)
                : Refused(answer, cursor, RefusalClass.Rejected, Undocumented(answer));
        }

        return ByRule(answer, rule, cursor) ?? Refused(answer, cursor, RefusalClass.Rejected, Problem(answer, rule));
    }

    /// <summary>A call that followers see. What does not surely say that nothing happened is unknown.</summary>
    public StepAnswer Visible(GraphAnswer answer, InstagramCursor cursor)
    {
        if (answer.Outcome is CallOutcome.NotSent || answer is { Status: 429, Error: null })
        {
            return WithoutRule(answer, cursor);
        }

        if (answer.Outcome is CallOutcome.Lost || answer.IsServerFault || answer.Succeeded || Rule(answer) is not { } rule)
        {
            return new StepAnswer.Unknown(Undocumented(answer)) { Call = answer.Call };
        }

        return rule.MaybeLive || answer.Error is { IsTransient: true } && rule.Reaction is MetaReaction.Retry
            ? new StepAnswer.Unknown(Problem(answer, rule)) { Call = answer.Call }
            : ByRule(answer, rule, cursor) ?? new StepAnswer.Unknown(Problem(answer, rule)) { Call = answer.Call };
    }

    /// <summary>A container that ended as <c>ERROR</c>; the only detail is a subcode within a sentence.</summary>
    public StepAnswer FailedContainer(GraphAnswer answer, string? text, InstagramCursor cursor)
    {
        var subcode = Subcode(text);
        var rule =
            InstagramErrors.FindSubcode(subcode)
            ?? new MetaRule(
                MetaReaction.NewContainer,
                "Instagram failed to process the file.",
                "It is prepared again.",
                ErrorSource
            );
        var problem = new PlatformProblem(
            subcode == 0 ? "container/ERROR" : $"container/{subcode}",
            rule.Message,
            rule.NextStep,
            rule.Source
        );
        return ByReaction(answer, rule, problem, cursor.StartAgain(), cursor.Restarts)
            ?? Refused(answer, cursor.StartAgain(), RefusalClass.Rejected, problem);
    }

    /// <summary>A container that Instagram did not finish in time, or no longer knows.</summary>
    public StepAnswer Restart(GraphAnswer answer, InstagramCursor cursor, string code, string message) =>
        cursor.Restarts < MostRestarts
            ? Refused(
                answer,
                cursor.StartAgain(),
                RefusalClass.Transient,
                new PlatformProblem(code, message, "It is prepared again.", ContainerSource)
            )
            : Refused(
                answer,
                cursor.StartAgain(),
                RefusalClass.Rejected,
                new PlatformProblem(
                    code,
                    message,
                    "It failed several times: export the file anew, or try another one.",
                    ContainerSource
                )
            );

    public StepAnswer.Refused Refused(
        GraphAnswer? answer,
        InstagramCursor cursor,
        RefusalClass refusal,
        PlatformProblem problem,
        TimeSpan? delay = null
    ) =>
        new(
            refusal,
            problem,
            refusal is RefusalClass.Rejected ? null : cursor.Write(),
            delay is { } wait ? time.GetUtcNow() + wait : null
        )
        {
            Call = answer?.Call,
        };

    public static MetaRule? Rule(GraphAnswer answer) => answer.Error is { } error ? InstagramErrors.Find(error) : null;

    public static PlatformProblem Problem(GraphAnswer answer, MetaRule rule) =>
        answer.Error is { } error
            ? new PlatformProblem(error.CodeText, Sentence(rule, error), rule.NextStep, rule.Source)
            : Undocumented(answer);

    public static PlatformProblem Undocumented(GraphAnswer answer) =>
        answer switch
        {
            { Outcome: CallOutcome.NotSent } => new(
                "atlas/unreachable",
                "Instagram could not be reached.",
                "It is tried again.",
                null
            ),
            { Outcome: CallOutcome.Lost } => new(
                "atlas/no-answer",
                "Instagram's answer did not arrive.",
                "It is looked up before anything is sent again.",
                null
            ),
            { Succeeded: true } => new(
                "atlas/unreadable",
                "Instagram's answer could not be read.",
                "It is looked up before anything is sent again.",
                null
            ),
            { Error: { } error } => new(
                error.CodeText,
                error.UserMessage is { Length: > 0 } told
                    ? Shortened(told)
                    : "Instagram answered with an error that its pages do not document.",
                "Look up the code at Meta, or try again.",
                ErrorSource
            ),
            _ => new($"http/{answer.Status}", $"Instagram answered with status {answer.Status}.", "It is tried again.", null),
        };

    private const string ErrorSource = "Instagram Platform: Error Codes";
    private const string ContainerSource = "Instagram Platform: IG Container";

    private StepAnswer? ByRule(GraphAnswer answer, MetaRule rule, InstagramCursor cursor) =>
        rule.Reaction is MetaReaction.NewContainer
            ? Restart(answer, cursor, Problem(answer, rule).Code, rule.Message)
            : ByReaction(answer, rule, Problem(answer, rule), cursor, cursor.Restarts);

    private StepAnswer.Refused? ByReaction(
        GraphAnswer answer,
        MetaRule rule,
        PlatformProblem problem,
        InstagramCursor next,
        int restarts
    ) =>
        rule.Reaction switch
        {
            MetaReaction.Wait => Refused(answer, next, RefusalClass.RateLimited, problem, LimitDelay(answer, rule)),
            MetaReaction.Reconnect or MetaReaction.Permission => Refused(answer, next, RefusalClass.Reconnect, problem),
            MetaReaction.Content or MetaReaction.Configuration => Refused(answer, next, RefusalClass.Rejected, problem),
            MetaReaction.Retry or MetaReaction.NotReady => Refused(answer, next, RefusalClass.Transient, problem, rule.Delay),
            MetaReaction.NewContainer when restarts < MostRestarts => Refused(
                answer,
                next,
                RefusalClass.Transient,
                problem,
                rule.Delay
            ),
            _ => null,
        };

    private StepAnswer.Refused WithoutRule(GraphAnswer answer, InstagramCursor cursor) =>
        answer.Status is 429
            ? Refused(
                answer,
                cursor,
                RefusalClass.RateLimited,
                Undocumented(answer),
                answer.Usage.RegainIn ?? answer.Usage.RetryAfter ?? s_unstatedLimit
            )
            : Refused(answer, cursor, RefusalClass.Transient, Undocumented(answer));

    private static TimeSpan LimitDelay(GraphAnswer answer, MetaRule rule) =>
        answer.Usage.RegainIn ?? answer.Usage.RetryAfter ?? rule.Delay ?? s_unstatedLimit;

    private static string Sentence(MetaRule rule, GraphError error) =>
        error.UserMessage is { Length: > 0 } told ? $"{rule.Message} Instagram says: {Shortened(told)}" : rule.Message;

    private static string Shortened(string text) => text.Length <= 300 ? text : string.Concat(text.AsSpan(0, 299), "…");

    /// <summary>The first number of seven digits that starts with 2207.</summary>
    private static int Subcode(string? text)
    {
        for (var rest = text.AsSpan(); rest.IndexOf("2207") is var at and >= 0; rest = rest[(at + 4)..])
        {
            if (
                rest.Length >= at + 7
                && int.TryParse(rest.Slice(at, 7), System.Globalization.NumberStyles.None, null, out var subcode)
            )
            {
                return subcode;
            }
        }

        return 0;
    }
}
