using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.TikTok;

/// <summary>What the token endpoint's errors, which have no envelope, mean for a grant.</summary>
internal static class TikTokTokenErrors
{
    public static PlatformProblem Dead =>
        new(
            "invalid_grant",
            "TikTok does not take the account's access any more: it was taken away, used up or is a year old.",
            "Connect the account again.",
            TikTokErrors.TokenPage
        );

    public static GrantAnswer OfConsent(string error) =>
        error is "server_error" or "temporarily_unavailable"
            ? new GrantAnswer.Unavailable(
                new PlatformProblem(
                    error,
                    "TikTok could not ask for consent just now.",
                    "Try again later.",
                    TikTokErrors.TokenPage
                )
            )
            : new GrantAnswer.Refused(
                error is "access_denied"
                    ? new PlatformProblem(
                        error,
                        "The connection was declined at TikTok.",
                        "Connect again and allow it.",
                        TikTokErrors.TokenPage
                    )
                    : new PlatformProblem(
                        "consent/refused",
                        "TikTok refused to ask for consent.",
                        "Check the app's redirect address, products and scopes at developers.tiktok.com.",
                        TikTokErrors.TokenPage
                    )
            );

    /// <summary>Only <c>invalid_grant</c> says that code or refresh token are dead; the others speak of the app or of the moment.</summary>
    public static GrantAnswer OfTrade(PlatformAnswer answer, string? error) =>
        error is "invalid_grant" && !answer.IsServerFault
            ? new GrantAnswer.Refused(Dead)
            : new GrantAnswer.Unavailable(Problem(answer, error));

    public static PlatformProblem Problem(PlatformAnswer answer, string? error) =>
        error switch
        {
            "invalid_client" or "unauthorized_client" => new PlatformProblem(
                error,
                "TikTok does not know the app by its client key and secret.",
                "Check both at developers.tiktok.com and enter them again.",
                TikTokErrors.TokenPage
            ),
            "invalid_grant" => Dead,
            { Length: > 0 and <= 60 } => new PlatformProblem(
                error,
                "TikTok refused to hand out access.",
                "Look up the code at TikTok, or try again.",
                TikTokErrors.TokenPage
            ),
            _ when answer.Outcome is CallOutcome.Answered => new PlatformProblem(
                $"http/{answer.Status}",
                $"TikTok answered with status {answer.Status}.",
                "It is tried again.",
                null
            ),
            _ => new PlatformProblem("atlas/no-answer", "TikTok did not answer.", "It is tried again.", null),
        };
}
