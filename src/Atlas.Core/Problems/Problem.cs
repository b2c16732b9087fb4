using System.Text.Json.Serialization;

namespace Atlas.Core.Problems;

/// <summary>Why a request was not done, as <c>application/problem+json</c> says it (RFC 9457).</summary>
/// <param name="Type">A stable address that names the kind of problem.</param>
/// <param name="Errors">Everything that is wrong, not the first of it.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    IReadOnlyList<ProblemError>? Errors = null,
    string? TraceId = null,
    string? CorrelationId = null
)
{
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    public static Problem MalformedJson(string detail) =>
        new("urn:atlas:problem:malformed-json", "The body is not JSON", 400, detail);

    public static Problem InvalidBody(IReadOnlyList<ProblemError> errors) =>
        new(
            "urn:atlas:problem:invalid-body",
            "The body has fields that can't be taken",
            400,
            "See errors: each names a field.",
            errors
        );

    public static Problem InvalidParameter(string name, string message) =>
        new(
            "urn:atlas:problem:invalid-parameter",
            "A parameter can't be taken",
            400,
            message,
            [new ProblemError(name, "parameter", message)]
        );

    public static Problem Unauthorized(string detail) =>
        new("urn:atlas:problem:unauthorized", "No valid key was given", 401, detail);

    public static Problem Forbidden(string scope) =>
        new(
            "urn:atlas:problem:forbidden",
            "The key may not do this",
            403,
            $"This needs a key with the scope {scope}. Ask an administrator of the workspace for one."
        );

    public static Problem NotFound(string what) =>
        new("urn:atlas:problem:not-found", "Not found", 404, $"There is no such {what} in this workspace.");

    public static Problem Conflict(string kind, string detail) =>
        new($"urn:atlas:problem:{kind}", "Not possible now", 409, detail);

    public static Problem PreconditionFailed() =>
        new(
            "urn:atlas:problem:precondition-failed",
            "It has changed since you read it",
            412,
            "The If-Match header names an older version. Read it again, and decide again."
        );

    public static Problem TooLarge(long limit) =>
        new("urn:atlas:problem:too-large", "Too large", 413, $"At most {limit:N0} bytes are taken here.");

    public static Problem UnsupportedMedia(string detail) =>
        new("urn:atlas:problem:unsupported-media", "Not a kind of media that can be published", 415, detail);

    public static Problem Invalid(IReadOnlyList<ProblemError> errors, string? detail = null) =>
        new(
            "urn:atlas:problem:invalid",
            "It breaks rules",
            422,
            detail ?? "See errors: each names a field and the rule that it breaks.",
            errors
        );

    public static Problem Invalid(string field, string rule, string message) => Invalid([new ProblemError(field, rule, message)]);

    public static Problem KeyReused() =>
        new(
            "urn:atlas:problem:idempotency-key-reused",
            "The Idempotency-Key belongs to another request",
            422,
            "A request with another path or body has used this key in the last 7 days. Take a new key for a new request."
        );

    public static Problem TooManyRequests(TimeSpan retryAfter) =>
        new(
            "urn:atlas:problem:too-many-requests",
            "Too many requests",
            429,
            "This key has used up its rate. Go on after the time in Retry-After."
        )
        {
            RetryAfter = retryAfter,
        };

    public static Problem Internal() =>
        new(
            "urn:atlas:problem:internal",
            "Something is broken here",
            500,
            "The fault is logged under the correlationId. What you sent may or may not have been done: look before you send it again, or use an Idempotency-Key."
        );

    public static Problem BadGateway(string detail) =>
        new("urn:atlas:problem:network-unavailable", "The network could not be asked", 502, detail);

    public static Problem BeingSummedUp() =>
        new(
            "urn:atlas:problem:being-summed-up",
            "The figures are being summed up",
            503,
            "So long a period is read in parts the first time. Ask again after the time in Retry-After: what was summed up is kept."
        )
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    public static Problem Unavailable(TimeSpan? retryAfter) =>
        new(
            "urn:atlas:problem:unavailable",
            "The store can't be reached",
            503,
            "Nothing that was acknowledged is lost. Try again after the time in Retry-After, with the same Idempotency-Key."
        )
        {
            RetryAfter = retryAfter ?? TimeSpan.FromSeconds(2),
        };
}

/// <param name="Field">JSON path in the body, or the name of a parameter.</param>
/// <param name="ChannelId">Whose rule it is, where several channels are asked.</param>
/// <param name="Rule">Stable, such as <c>unknownField</c> or <c>instagram.caption.length</c>.</param>
public sealed record ProblemError(
    string Field,
    string Rule,
    string Message,
    string? Limit = null,
    string? Actual = null,
    string? Platform = null,
    string? Source = null,
    string? ChannelId = null
);
