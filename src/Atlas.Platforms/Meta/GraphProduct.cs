using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Meta;

/// <summary>One of Meta's networks: its name, and what its errors mean and read like to a person.</summary>
/// <param name="Name">As a person calls it: <c>Instagram</c>.</param>
/// <param name="ErrorSource">The page about errors, named where no rule names a better one.</param>
/// <param name="Find">The rule of a code, its own ones before those of every Graph host; null where no page documents it.</param>
internal sealed record GraphProduct(string Name, string ErrorSource, Func<GraphError, MetaRule?> Find)
{
    public MetaRule? Rule(GraphAnswer answer) => answer.Error is { } error ? Find(error) : null;

    /// <summary>What a person reads about an answer that is no success.</summary>
    public PlatformProblem Problem(GraphAnswer answer) => Rule(answer) is { } rule ? Problem(answer, rule) : Undocumented(answer);

    public PlatformProblem Problem(GraphAnswer answer, MetaRule rule) =>
        answer.Error is { } error
            ? new PlatformProblem(error.CodeText, Sentence(rule, error), rule.NextStep, rule.Source)
            : Undocumented(answer);

    public PlatformProblem Undocumented(GraphAnswer answer) =>
        answer switch
        {
            { Outcome: CallOutcome.NotSent } => new(
                "atlas/unreachable",
                $"{Name} could not be reached.",
                "It is tried again.",
                null
            ),
            { Outcome: CallOutcome.Lost } => new(
                "atlas/no-answer",
                $"{Name}'s answer did not arrive.",
                "It is looked up before anything is sent again.",
                null
            ),
            { Succeeded: true } => new(
                "atlas/unreadable",
                $"{Name}'s answer could not be read.",
                "It is looked up before anything is sent again.",
                null
            ),
            { Error: { } error } => new(
                error.CodeText,
                error.UserMessage is { Length: > 0 } told
                    ? Shortened(told)
                    : $"{Name} answered with an error that its pages do not document.",
                "Look up the code at Meta, or try again.",
                ErrorSource
            ),
            _ => new($"http/{answer.Status}", $"{Name} answered with status {answer.Status}.", "It is tried again.", null),
        };

    /// <summary>A look at what is live that could not be taken; where the token is why, the ledger tells the channel's owner.</summary>
    /// <param name="what">As a sentence begins: <c>The account's media</c>.</param>
    public FindAnswer.Unreadable Unreadable(string what, GraphAnswer answer) =>
        new(
            $"{what} could not be read: {Problem(answer).Message}",
            Ever: false,
            TokenRefused: Rule(answer) is { Reaction: MetaReaction.Reconnect }
        );

    /// <summary>
    /// Whether the answer says no for a reason that lies with the token, the account or the request; false where nobody
    /// could be asked, or where asking later may help.
    /// </summary>
    public bool IsRefusal(GraphAnswer answer) =>
        answer.Outcome is CallOutcome.Answered
        && !answer.IsServerFault
        && answer.Status is not 429
        && !answer.Succeeded
        && answer.Error is not { IsTransient: true }
        && Rule(answer) is not ({ Reaction: MetaReaction.Wait } or { Reaction: MetaReaction.Retry, MaybeLive: true });

    private string Sentence(MetaRule rule, GraphError error) =>
        error.UserMessage is { Length: > 0 } told ? $"{rule.Message} {Name} says: {Shortened(told)}" : rule.Message;

    private static string Shortened(string text) => text.Length <= 300 ? text : string.Concat(text.AsSpan(0, 299), "…");
}
