using System.Collections.Frozen;
using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.X;

/// <summary>X's documented problems. Told apart by the last part of their type, and by status where the type says nothing.</summary>
/// <seealso href="https://docs.x.com/x-api/fundamentals/response-codes-and-errors"/>
internal static class XErrors
{
    public const string ErrorPage = "X API: Response Codes & Errors";
    public const string Duplicate = "duplicate-content";

    /// <summary>The one thing that X tells by words alone: status 403, type about:blank.</summary>
    private const string DuplicateWords = "duplicate content";

    private static readonly ErrorRule s_denied = new(
        RefusalClass.Reconnect,
        "X does not let the channel do this: a permission is missing.",
        "Connect the channel again and give every permission.",
        ErrorPage,
        IsPermission: true
    );

    private static readonly ErrorRule s_dead = new(
        RefusalClass.Reconnect,
        "X does not accept the access any more.",
        "Connect the channel again.",
        ErrorPage
    );

    private static readonly ErrorRule s_invalid = new(
        RefusalClass.Rejected,
        "X does not accept something in the post.",
        "Change the post and schedule it again.",
        ErrorPage
    );

    private static readonly ErrorRule s_forbidden = new(
        RefusalClass.Rejected,
        "X does not allow this post.",
        "Change the post, or look at x.com whether the account is restricted.",
        ErrorPage
    );

    private static readonly ErrorRule s_gone = new(
        RefusalClass.Rejected,
        "It is not there at X any more.",
        "Look at the channel.",
        ErrorPage
    );

    private static readonly ErrorRule s_plan = new(
        RefusalClass.Rejected,
        "The plan of the X app does not include this.",
        "Whoever runs this system looks at the app in X's developer portal.",
        "X API: Access Levels"
    );

    private static readonly ErrorRule s_limit = new(
        RefusalClass.RateLimited,
        "X has had too many calls of this kind.",
        "It goes on by itself when the limit opens.",
        "X API: Rate Limits"
    );

    private static readonly ErrorRule s_cap = new(
        RefusalClass.RateLimited,
        "The X app has used up its posts or its credit.",
        "Whoever runs this system raises the plan or the credit in X's developer portal; else it goes on when the month is over.",
        "X API: Usage and Billing",
        TimeSpan.FromHours(6),
        Limit: new LimitReach(QuotaScope.App)
    );

    private static readonly ErrorRule s_fault = new(
        RefusalClass.Transient,
        "X had a fault.",
        "It is tried again.",
        ErrorPage,
        TimeSpan.FromSeconds(30)
    );

    private static readonly FrozenDictionary<string, ErrorRule> s_rules = new Dictionary<string, ErrorRule>
    {
        [Duplicate] = new(
            RefusalClass.Rejected,
            "The account has posted the same before, and X takes no repeats.",
            "Change the text, or wait some hours.",
            "X API: Create Post"
        ),
        ["invalid-request"] = s_invalid,
        ["invalid-parameters"] = s_invalid,
        ["unsupported-authentication"] = s_denied,
        ["not-authorized-for-resource"] = s_denied,
        ["not-authorized-for-field"] = s_denied,
        ["oauth1-permissions"] = s_denied,
        ["client-forbidden"] = s_plan,
        ["client-not-enrolled"] = s_plan,
        ["client-disconnected"] = s_plan,
        ["user-suspended"] = s_forbidden,
        ["resource-not-found"] = s_gone,
        ["resource-unavailable"] = s_gone,
        ["usage-capped"] = s_cap,
        ["credits-depleted"] = s_cap,
    }.ToFrozenDictionary();

    /// <summary>The error that the answer states; null where it is not in X's own words.</summary>
    public static NetworkError? Of(PlatformAnswer answer, DateTimeOffset now)
    {
        if (
            answer.Outcome is not CallOutcome.Answered
            || answer.Succeeded
            || answer.Read(XJson.Default.XProblem) is not { } problem
            || problem is { Title: null, Detail: null, Type: null, Errors: null or [] }
        )
        {
            return null;
        }

        var first = problem.Errors is [var entry, ..] ? entry : null;
        var told = first?.Message ?? first?.Detail ?? problem.Detail ?? problem.Title;
        var type = problem.Type is { } uri && uri != "about:blank" ? uri[(uri.LastIndexOf('/') + 1)..] : null;
        var code =
            answer.Status is 403 && told?.Contains(DuplicateWords, StringComparison.OrdinalIgnoreCase) is true ? Duplicate
            : type is { Length: > 0 } ? type
            : string.Create(CultureInfo.InvariantCulture, $"http/{answer.Status}");
        var rule = s_rules.GetValueOrDefault(code) ?? ByStatus(answer.Status);
        return new NetworkError(
            code,
            rule == s_dead ? null : told,
            rule,
            answer.Status is 429 && rule != s_cap ? RetryAfter(answer, now) : null,
            rule == s_limit && answer.Header("x-app-limit-24hour-remaining") == "0" ? new LimitReach(QuotaScope.App) : null
        );
    }

    /// <summary>What is left of the account's window; null where the headers don't say.</summary>
    public static CallBudget? Budget(PlatformAnswer answer, DateTimeOffset now) =>
        long.TryParse(answer.Header("x-rate-limit-limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
        && long.TryParse(answer.Header("x-rate-limit-remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var left)
        && limit > 0
            ? new CallBudget(1 - (double)left / limit, Until(answer.Header("x-rate-limit-reset"), now), QuotaScope.Channel)
            : null;

    public static bool IsPlan(NetworkError? error) => error?.Rule == s_plan || error?.Rule == s_denied;

    private static ErrorRule? ByStatus(int? status) =>
        status switch
        {
            400 or 413 or 422 => s_invalid,
            401 => s_dead,
            402 => s_cap,
            403 => s_forbidden,
            404 or 410 => s_gone,
            429 => s_limit,
            >= 500 => s_fault,
            _ => null,
        };

    /// <summary>The window that is used up opens at its <c>reset</c>: the day's where that is empty, else the quarter hour's.</summary>
    private static TimeSpan? RetryAfter(PlatformAnswer answer, DateTimeOffset now)
    {
        var isDay = answer.Header("x-user-limit-24hour-remaining") == "0" || answer.Header("x-app-limit-24hour-remaining") == "0";
        var reset = isDay
            ? answer.Header("x-user-limit-24hour-reset") ?? answer.Header("x-app-limit-24hour-reset")
            : answer.Header("x-rate-limit-reset");
        return Until(reset, now) ?? answer.RetryAfter(now);
    }

    /// <summary>A second more, since the header has no parts of one.</summary>
    private static TimeSpan? Until(string? reset, DateTimeOffset now) =>
        long.TryParse(reset, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && DateTimeOffset.FromUnixTimeSeconds(seconds) - now is var wait
        && wait > TimeSpan.Zero
            ? wait + TimeSpan.FromSeconds(1)
            : null;
}
