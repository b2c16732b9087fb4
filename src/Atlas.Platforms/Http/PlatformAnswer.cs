using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Platforms;

namespace Atlas.Platforms.Http;

internal enum CallOutcome
{
    Answered,

    /// <summary>No connection was made, so nothing can have happened.</summary>
    NotSent,

    /// <summary>Sent, or perhaps sent, and no whole answer came back.</summary>
    Lost,
}

/// <summary>What came of one call to a network.</summary>
/// <param name="Headers">Of the answer and its content; null where there is none.</param>
/// <param name="Call">For the timeline: the caller may add what rate headers said.</param>
internal sealed record PlatformAnswer(
    CallOutcome Outcome,
    int? Status,
    byte[] Body,
    HttpHeadersNonValidated? Headers,
    PlatformCall Call
)
{
    public bool Succeeded => Outcome is CallOutcome.Answered && Status is >= 200 and < 300;

    public bool IsServerFault => Outcome is CallOutcome.Answered && Status is >= 500;

    /// <summary>A header's value, or null. Several values are joined by commas.</summary>
    public string? Header(string name) =>
        Headers is { } headers && headers.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The body as JSON, whatever the status; null where it is none of this shape.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Body is [] ? null : JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null; // the caller treats an unreadable success as an answer that was lost
        }
    }

    /// <summary><c>Retry-After</c> in seconds or as a date.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) =>
        RetryConditionHeaderValue.TryParse(Header("Retry-After"), out var value)
            ? value.Delta ?? (value.Date > now ? value.Date - now : null)
            : null;
}
