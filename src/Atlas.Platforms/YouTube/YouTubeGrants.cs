using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.YouTube;

/// <summary>In words, why Google gave no tokens. Only its documented final answers count as final.</summary>
internal static class YouTubeGrants
{
    private const string AgainByHand = "Start connecting again.";

    public static readonly PlatformProblem NoRefreshToken = new(
        "atlas/no-refresh-token",
        "Google gave a sign-in of one hour only, without a token to renew it.",
        "Remove this app at myaccount.google.com/permissions, then connect the channel again.",
        YouTubeTokens.Source
    );

    public static readonly PlatformProblem Dead = new(
        "invalid_grant",
        "Google no longer accepts the channel's sign-in: it was withdrawn, unused for six months, or ended after seven days because the Google project's consent screen is in testing.",
        "Connect the channel again. If it ends every week, publish the project's consent screen in the Google Cloud console.",
        YouTubeTokens.Source
    );

    public static PlatformProblem NoCode(string? error) =>
        error is "access_denied"
            ? new PlatformProblem(
                "access_denied",
                "The person did not allow access, or is not among the test users of the Google project.",
                "Connect again and allow it. While the consent screen is in testing, add the person as a test user.",
                YouTubeTokens.Source
            )
            : new PlatformProblem(
                error ?? "atlas/no-code",
                "Google came back without a code.",
                AgainByHand,
                YouTubeTokens.Source
            );

    public static readonly PlatformProblem UsedCode = new(
        "invalid_grant",
        "Google's code was used already or has expired.",
        AgainByHand,
        YouTubeTokens.Source
    );

    /// <param name="invalid">What <c>invalid_grant</c> means here.</param>
    public static GrantAnswer NotGranted(
        PlatformAnswer answer,
        TokenBody? body,
        PlatformProblem invalid,
        PlatformProblem unstated
    ) =>
        answer is { Outcome: CallOutcome.Answered, Status: >= 400 and < 500 and not 429 }
            ? body?.Error switch
            {
                "invalid_grant" => new GrantAnswer.Refused(invalid),
                "invalid_client" or "unauthorized_client" or "deleted_client" => new GrantAnswer.Unavailable(
                    new PlatformProblem(
                        body.Error,
                        "Google does not accept the app's id or secret.",
                        "Correct the client id and secret of the Google app.",
                        YouTubeTokens.Source
                    )
                ),
                { } other => new GrantAnswer.Unavailable(
                    new PlatformProblem(other, "Google refused to give tokens.", AgainByHand, YouTubeTokens.Source)
                ),
                null => new GrantAnswer.Unavailable(unstated),
            }
            : new GrantAnswer.Unavailable(unstated);
}
