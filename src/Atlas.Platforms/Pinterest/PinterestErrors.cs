using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Pinterest;

/// <summary>
/// What Pinterest's errors ask for. Its description documents statuses; the small codes beside them are named for the person
/// who looks them up.
/// </summary>
/// <seealso href="https://developers.pinterest.com/docs/api/v5/pins-create"/>
internal static class PinterestErrors
{
    public const string Source = "Pinterest API v5: Create Pin (responses)";

    private const string Limits = "Pinterest API: Rate limits";

    /// <summary>Seen in the field and in no page: the picture's address could not be fetched.</summary>
    private const int NotFetched = 235;

    private static readonly ErrorRule s_content = new(
        RefusalClass.Rejected,
        "Pinterest refuses what the pin holds.",
        "Change the content or its options as the message says.",
        Source
    );

    private static readonly ErrorRule s_fetch = new(
        RefusalClass.Transient,
        "Pinterest could not fetch the picture.",
        "It is tried again. If it goes on: make sure that Pinterest can reach this installation's media address.",
        Source,
        TimeSpan.FromSeconds(10)
    );

    private static readonly ErrorRule s_token = new(
        RefusalClass.Reconnect,
        "Pinterest no longer takes the access token, or a permission is missing.",
        "Connect the channel again and grant every permission that is asked for.",
        Source
    );

    private static readonly ErrorRule s_forbidden = new(
        RefusalClass.Rejected,
        "Pinterest does not allow this for the account, the board or the app.",
        "Check that the board is the account's and that Pinterest has restricted neither the account nor the app.",
        Source
    );

    private static readonly ErrorRule s_notFound = new(
        RefusalClass.Rejected,
        "Pinterest does not find the board, the pin or the uploaded video.",
        "Choose another board, or publish again.",
        Source
    );

    private static readonly ErrorRule s_limit = new(
        RefusalClass.RateLimited,
        "Pinterest has had too many calls for the account or the app.",
        "Nothing to do: it is tried again when the limit opens.",
        Limits,
        TimeSpan.FromMinutes(1)
    );

    /// <returns>Null for a success, and where no answer came.</returns>
    public static NetworkError? Read(PlatformAnswer answer, DateTimeOffset now)
    {
        if (answer.Outcome is not CallOutcome.Answered || answer.Succeeded)
        {
            return null;
        }

        // What a proxy says has another shape, and is no word of Pinterest's.
        return answer.Read(PinterestJson.Default.PinterestErrorBody) is { Code: { } code } body
            ? new NetworkError($"{answer.Status}/{code}", body.Message, Rule(answer.Status, code), Reset(answer, now))
            : null;
    }

    private static ErrorRule? Rule(int? status, int code) =>
        (status, code) switch
        {
            (400, NotFetched) => s_fetch,
            (400, _) => s_content,
            (401, _) => s_token,
            (403, _) => s_forbidden,
            (404, _) => s_notFound,
            (429, _) => s_limit,
            _ => null,
        };

    /// <summary>Seconds until the window opens, or the instant at which it does: no page says which.</summary>
    private static TimeSpan? Reset(PlatformAnswer answer, DateTimeOffset now)
    {
        if (
            answer.Status is not 429
            || !double.TryParse(
                answer.Header("x-ratelimit-reset"),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var reset
            )
            || reset is not (> 0 and < 1e11)
        )
        {
            return null;
        }

        var wait = reset < 1e9 ? TimeSpan.FromSeconds(reset) : DateTimeOffset.FromUnixTimeSeconds((long)reset) - now;
        return wait > TimeSpan.Zero ? wait : null;
    }
}
