using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Meta;

/// <summary>What goes wrong in the logins of Meta, in words for a person.</summary>
internal static class MetaLoginProblems
{
    private const string Again = "Start the connection again.";

    public static PlatformProblem NoApp(string name, string title, string source) =>
        new(
            "atlas/app",
            $"This installation has no app for {title}.",
            $"Set Apps:{name}:ClientId and Apps:{name}:ClientSecret, or give the workspace an app of its own.",
            source
        );

    /// <summary>What the callback says other than a code.</summary>
    public static PlatformProblem? Callback(LoginReply reply, string title, string source)
    {
        if (reply.Parameters.GetValueOrDefault("error") is { Length: > 0 } error)
        {
            return error == "access_denied"
                ? new PlatformProblem(
                    "login/access_denied",
                    "The person did not give the permissions.",
                    "Start again and agree.",
                    source
                )
                : new PlatformProblem("login/error", $"{title} ended the login.", Again, source);
        }

        return reply.Parameters.GetValueOrDefault("code") is { Length: > 0 }
            ? null
            : new PlatformProblem("login/no-code", $"{title} sent no code.", Again, source);
    }

    /// <summary>
    /// A trade of a code or token that did not succeed. A refusal in the network's own words is for good, unless it is a limit;
    /// everything else says nothing about the grant.
    /// </summary>
    public static GrantAnswer Grant(GraphProduct product, GraphAnswer answer, DateTimeOffset now, string source)
    {
        var limit = answer.Status is 429 || product.Rule(answer) is { Reaction: MetaReaction.Wait };
        if (answer is { Outcome: CallOutcome.Answered, Status: >= 400 and < 500, Error: { IsTransient: false } error } && !limit)
        {
            return new GrantAnswer.Refused(Refusal(product, answer, error, source));
        }

        TimeSpan? wait = answer.Usage.RegainIn ?? answer.Usage.RetryAfter;
        return new GrantAnswer.Unavailable(product.Problem(answer), limit && wait is { } time ? now + time : null);
    }

    private static PlatformProblem Refusal(GraphProduct product, GraphAnswer answer, GraphError error, string source) =>
        error switch
        {
            { Code: 100, Subcode: 36007 } => new(error.CodeText, "The code has expired.", Again, source),
            { Code: 100, Subcode: 36008 } => new(
                error.CodeText,
                "The redirect address differs from the one that the login began with.",
                "Register this installation's callback address at Meta, then start again.",
                source
            ),
            { Code: 100, Subcode: 36009 } => new(error.CodeText, "The code was used already.", Again, source),
            { Code: 1 or 101 } => new(
                error.CodeText,
                "Meta does not take the app's id or secret.",
                "Check the app's credentials in the settings.",
                source
            ),
            _ => product.Problem(answer),
        };
}
