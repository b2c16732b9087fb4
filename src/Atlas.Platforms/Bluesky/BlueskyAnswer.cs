using System.Text.Json.Serialization.Metadata;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Bluesky;

/// <param name="Error">Null where the answer is not in the protocol's words.</param>
internal sealed record BlueskyAnswer<T>(PlatformAnswer Http, T? Data, NetworkError? Error)
    where T : class
{
    public static BlueskyAnswer<T> Of(PlatformAnswer answer, JsonTypeInfo<T> type, DateTimeOffset now)
    {
        if (answer.Succeeded)
        {
            return new BlueskyAnswer<T>(answer, answer.Read(type), null);
        }

        return answer.Read(BlueskyJson.Default.BlueskyErrorBody) is { Error: { Length: > 0 } name } body
            ? new BlueskyAnswer<T>(
                answer,
                null,
                new NetworkError(name, body.Message, BlueskyErrors.Find(name), Reset(answer, now))
            )
            : new BlueskyAnswer<T>(answer, null, null);
    }

    private static TimeSpan? Reset(PlatformAnswer answer, DateTimeOffset now) =>
        answer.Status is 429
        && long.TryParse(answer.Header("ratelimit-reset"), out var seconds)
        && DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253_402_300_799)) is var at
        && at > now
            ? at - now
            : null;
}
