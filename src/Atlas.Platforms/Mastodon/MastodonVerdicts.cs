using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Mastodon;

/// <summary>What a server's errors ask of us. They have no codes: the status tells them apart.</summary>
/// <seealso href="https://docs.joinmastodon.org/api/guidelines/"/>
internal sealed class MastodonVerdicts(TimeProvider time)
{
    private const string StatusPage = "Mastodon API: Statuses";
    private const string LimitPage = "Mastodon API: Rate limits";
    private const string TokenPage = "Mastodon API: OAuth";

    private readonly StepVerdicts _verdicts = new("The server", StatusPage, time);

    public NetworkError? Error(PlatformAnswer answer)
    {
        if (answer.Succeeded || answer.Read(MastodonJson.Default.MastodonError) is not { Error: { } text } body)
        {
            return null;
        }

        return new NetworkError($"http/{answer.Status}", body.ErrorDescription ?? text, Rule(answer.Status), UntilReset(answer));
    }

    public StepAnswer Unseen(PlatformAnswer answer, string? cursor) => _verdicts.Unseen(answer, Error(answer), cursor);

    public StepAnswer Visible(PlatformAnswer answer, string? cursor) => _verdicts.Visible(answer, Error(answer), cursor);

    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer) =>
        _verdicts.Unreadable(what, answer, Error(answer));

    public PlatformProblem Problem(PlatformAnswer answer) => _verdicts.Problem(answer, Error(answer));

    public StepAnswer.Refused Refused(PlatformAnswer? answer, RefusalClass refusal, PlatformProblem problem, string? cursor) =>
        _verdicts.Refused(answer, refusal, problem, cursor);

    private static ErrorRule? Rule(int? status) =>
        status switch
        {
            401 => new(
                RefusalClass.Reconnect,
                "The server no longer accepts the account's sign-in.",
                "Connect the account again.",
                TokenPage
            ),
            403 => new(
                RefusalClass.Reconnect,
                "The account was not connected with the permission that this needs, or its server has restricted it.",
                "Look at the account on its server, then connect it again.",
                TokenPage,
                IsPermission: true
            ),
            404 or 410 => new(
                RefusalClass.Rejected,
                "The server does not have this any more.",
                "Look at the account on its server.",
                StatusPage
            ),
            400 or 413 or 422 => new(
                RefusalClass.Rejected,
                "The server refuses the post.",
                "Change the post and schedule it again.",
                StatusPage
            ),
            429 => new(
                RefusalClass.RateLimited,
                "The server has had too many calls from the account.",
                "It goes on by itself when the limit opens.",
                LimitPage,
                TimeSpan.FromMinutes(5)
            ),
            _ => null,
        };

    /// <summary>When the window ends, as a time by the server's clock.</summary>
    private TimeSpan? UntilReset(PlatformAnswer answer)
    {
        var now = time.GetUtcNow();
        return
            answer.Status is 429
            && DateTimeOffset.TryParse(
                answer.Header("X-RateLimit-Reset"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var reset
            )
            && reset > now
            ? reset - now
            : null;
    }
}
