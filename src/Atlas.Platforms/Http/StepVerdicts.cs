using Atlas.Core.Platforms;

namespace Atlas.Platforms.Http;

/// <summary>Turns an answer that is no success into the step's answer. Decides only; calls nothing.</summary>
/// <param name="network">As a person calls it: <c>TikTok</c>.</param>
/// <param name="errorSource">The page about errors, named where no rule names a better one.</param>
internal sealed class StepVerdicts(string network, string errorSource, TimeProvider time)
{
    /// <summary>Where a limit does not say when it opens.</summary>
    private static readonly TimeSpan s_unstatedLimit = TimeSpan.FromMinutes(15);

    /// <summary>A read, or a step that nobody sees and that may be made again.</summary>
    /// <param name="error">Null where the answer is not in the network's own words: no connection, a proxy's page, half an answer.</param>
    /// <param name="cursor">From where to go on.</param>
    public StepAnswer Unseen(PlatformAnswer answer, NetworkError? error, string? cursor) =>
        error is { Rule: { } rule } ? ByRule(answer, error, rule, cursor)
        : error is null || answer.IsServerFault || answer.Status is 429 ? WithoutRule(answer, error, cursor)
        : Refused(answer, RefusalClass.Rejected, Undocumented(answer, error), cursor: null);

    /// <summary>A call that followers see. What does not surely say that nothing happened is unknown.</summary>
    public StepAnswer Visible(PlatformAnswer answer, NetworkError? error, string? cursor)
    {
        if (answer.Outcome is CallOutcome.NotSent || answer is { Status: 429 } && error?.Rule is null)
        {
            return WithoutRule(answer, error, cursor);
        }

        return
            answer.Outcome is CallOutcome.Lost
            || answer.IsServerFault
            || answer.Succeeded && error is null
            || error?.Rule is not { } rule
            || rule.MaybeLive
            ? new StepAnswer.Unknown(Undocumented(answer, error)) { Call = answer.Call }
            : ByRule(answer, error, rule, cursor);
    }

    /// <summary>What a person reads about an answer that is no success.</summary>
    public PlatformProblem Problem(PlatformAnswer answer, NetworkError? error) =>
        error is { Rule: { } rule }
            ? new PlatformProblem(error.Code, Sentence(rule, error), rule.NextStep, rule.Source)
            : Undocumented(answer, error);

    /// <summary>A look at what is live that could not be taken; where the token is why, the ledger tells the channel's owner.</summary>
    /// <param name="what">As a sentence begins: <c>The account's posts</c>.</param>
    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer, NetworkError? error) =>
        new(
            $"{what} could not be read: {Problem(answer, error).Message}",
            Ever: false,
            TokenRefused: error?.Rule is { IsDeadToken: true }
        );

    private StepAnswer ByRule(PlatformAnswer answer, NetworkError error, ErrorRule rule, string? cursor) =>
        Refused(
            answer,
            rule.Class,
            Problem(answer, error),
            rule.StartAgain || rule.Class is RefusalClass.Rejected ? null : cursor,
            rule.Class is RefusalClass.RateLimited
                ? error.RetryAfter ?? answer.RetryAfter(time.GetUtcNow()) ?? rule.Delay ?? s_unstatedLimit
                : rule.Delay
        ) with
        {
            Limit = error.Limit ?? rule.Limit,
        };

    private StepAnswer WithoutRule(PlatformAnswer answer, NetworkError? error, string? cursor) =>
        answer.Status is 429
            ? Refused(
                answer,
                RefusalClass.RateLimited,
                Undocumented(answer, error),
                cursor,
                error?.RetryAfter ?? answer.RetryAfter(time.GetUtcNow()) ?? s_unstatedLimit
            )
            : Refused(answer, RefusalClass.Transient, Undocumented(answer, error), cursor);

    public StepAnswer.Refused Refused(
        PlatformAnswer? answer,
        RefusalClass refusal,
        PlatformProblem problem,
        string? cursor,
        TimeSpan? delay = null
    ) => new(refusal, problem, cursor, delay is { } wait ? time.GetUtcNow() + wait : null) { Call = answer?.Call };

    private PlatformProblem Undocumented(PlatformAnswer answer, NetworkError? error) =>
        answer switch
        {
            { Outcome: CallOutcome.NotSent } => new(
                "atlas/unreachable",
                $"{network} could not be reached.",
                "It is tried again.",
                null
            ),
            { Outcome: CallOutcome.Lost } => new(
                "atlas/no-answer",
                $"{network}'s answer did not arrive.",
                "It is looked up before anything is sent again.",
                null
            ),
            _ when error is not null => new(
                error.Code,
                error.Told is { Length: > 0 } told
                    ? $"{network} says: {Shortened(told)}"
                    : $"{network} answered with an error that its pages do not document.",
                "Look up the code at the network, or try again.",
                errorSource
            ),
            { Succeeded: true } => new(
                "atlas/unreadable",
                $"{network}'s answer could not be read.",
                "It is looked up before anything is sent again.",
                null
            ),
            { Status: 429 } => new(
                "http/429",
                $"{network} has had too many calls.",
                "It is tried again when the limit opens.",
                null
            ),
            _ => new($"http/{answer.Status}", $"{network} answered with status {answer.Status}.", "It is tried again.", null),
        };

    private string Sentence(ErrorRule rule, NetworkError error) =>
        error.Told is { Length: > 0 } told ? $"{rule.Message} {network} says: {Shortened(told)}" : rule.Message;

    private static string Shortened(string text) => text.Length <= 300 ? text : string.Concat(text.AsSpan(0, 299), "…");
}
