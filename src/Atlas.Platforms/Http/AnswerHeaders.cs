using System.Collections.Frozen;
using System.Net.Http.Headers;

namespace Atlas.Platforms.Http;

/// <summary>Which headers of an answer are worth keeping with a call. What is not named here is never kept.</summary>
internal static class AnswerHeaders
{
    public const int Most = 12;
    public const int Longest = 200;

    /// <summary>By which a network's support finds a call.</summary>
    private static readonly FrozenSet<string> s_ids = FrozenSet.ToFrozenSet(
        [
            "x-fb-trace-id",
            "x-fb-request-id",
            "x-li-uuid",
            "x-li-request-id",
            "x-tt-logid",
            "x-transaction-id",
            "x-pinterest-rid",
            "x-guploader-uploadid",
            "x-request-id",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>What is left of a budget, and when it opens again.</summary>
    private static readonly FrozenSet<string> s_limits = FrozenSet.ToFrozenSet(
        [
            "retry-after",
            "x-app-usage",
            "x-page-usage",
            "x-business-use-case-usage",
            "x-rate-limit-limit",
            "x-rate-limit-remaining",
            "x-rate-limit-reset",
            "x-app-limit-24hour-remaining",
            "x-app-limit-24hour-reset",
            "x-user-limit-24hour-remaining",
            "x-user-limit-24hour-reset",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <returns>By lower-case names; null where there is none.</returns>
    public static (IReadOnlyDictionary<string, string>? Kept, string? RequestId) Of(HttpHeadersNonValidated headers)
    {
        Dictionary<string, string>? kept = null;
        string? requestId = null;
        foreach (var (name, values) in headers)
        {
            var isId = s_ids.Contains(name);
            if (!isId && !s_limits.Contains(name) || kept?.Count >= Most)
            {
                continue;
            }

            var value = values.ToString();
            value = value.Length > Longest ? $"{value.AsSpan(0, Longest - 1)}…" : value;
            (kept ??= [])[name.ToLowerInvariant()] = value;
            requestId ??= isId ? value : null;
        }

        return (kept, requestId);
    }
}
