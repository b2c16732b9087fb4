using System.Buffers.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Bluesky;

/// <summary>What a session's answers mean for a grant.</summary>
internal static class BlueskySessions
{
    public static GrantAnswer Granted(BlueskyAnswer<BlueskySession> answer, string server, bool isRefresh, DateTimeOffset now)
    {
        if (answer.Data is { AccessJwt: { Length: > 0 } access, RefreshJwt: { Length: > 0 } refresh } session)
        {
            return session.Active is false
                ? new GrantAnswer.Refused(
                    new PlatformProblem(
                        "AccountInactive",
                        "The account is suspended, taken down or deactivated.",
                        "Sign in at bsky.app to see why, then connect it again.",
                        BlueskyErrors.SessionPage
                    )
                )
                : new GrantAnswer.Granted(
                    new Grant(
                        new TokenSet(new Secret(access), now, ExpiryOf(access), new Secret(refresh), ExpiryOf(refresh)),
                        Scopes: [],
                        Declined: [],
                        server,
                        session.Did
                    )
                );
        }

        var code = answer.Http.IsServerFault ? null : answer.Error?.Code;
        return (code, isRefresh) switch
        {
            ("ExpiredToken" or "InvalidToken" or "AuthenticationRequired", true) => new GrantAnswer.Refused(Dead(code)),
            ("AuthenticationRequired", false) => new GrantAnswer.Refused(
                new PlatformProblem(
                    code,
                    "Handle and app password do not go together.",
                    "Check both. The account's own password is not taken: make an app password.",
                    BlueskyErrors.SessionPage
                )
            ),
            ("AuthFactorTokenRequired", _) => new GrantAnswer.Refused(
                new PlatformProblem(
                    code,
                    "That is the account's own password, which asks for a second factor.",
                    "Make an app password at bsky.app under Settings, Privacy and security, and enter that.",
                    BlueskyErrors.SessionPage
                )
            ),
            ("AccountTakedown" or "AccountSuspended" or "AccountDeactivated", _) => new GrantAnswer.Refused(
                Problem(answer.Http, answer.Error)
            ),
            _ => new GrantAnswer.Unavailable(
                Problem(answer.Http, answer.Error),
                answer.Error?.RetryAfter is { } wait ? now + wait : null
            ),
        };
    }

    public static PlatformProblem Dead(string code) =>
        new(
            code,
            "The session at the Bluesky server has ended: it was signed out, or the app password was deleted.",
            "Connect the account again with a new app password.",
            BlueskyErrors.SessionPage
        );

    public static PlatformProblem Problem(PlatformAnswer answer, NetworkError? error) =>
        error switch
        {
            { Rule: { } rule } => new PlatformProblem(error.Code, rule.Message, rule.NextStep, rule.Source),
            { Code.Length: <= 60 } => new PlatformProblem(
                error.Code,
                "The Bluesky server refused the call.",
                "Try again later.",
                BlueskyErrors.SessionPage
            ),
            _ when answer.Outcome is CallOutcome.Answered => new PlatformProblem(
                $"http/{answer.Status}",
                $"The Bluesky server answered with status {answer.Status}.",
                "Check the server's address, or try again later.",
                null
            ),
            _ => new PlatformProblem(
                "atlas/no-answer",
                "The Bluesky server did not answer.",
                "Check its address, or try again later.",
                null
            ),
        };

    /// <summary>Lives are documented nowhere: the tokens say theirs. Nobody is asked to trust what is read here; it only times the renewal.</summary>
    private static DateTimeOffset? ExpiryOf(string jwt)
    {
        var parts = jwt.Split('.');
        if (parts.Length is not 3 || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return
                claims.RootElement.ValueKind is JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp", out var exp)
                && exp.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253_402_300_799))
                : null;
        }
        catch (JsonException)
        {
            return null; // a token of another kind states no end
        }
    }
}
