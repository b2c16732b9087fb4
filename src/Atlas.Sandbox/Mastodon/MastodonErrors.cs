using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Mastodon;

/// <summary>An error is a sentence; the status tells the kinds apart.</summary>
internal sealed class MastodonErrors : IRestErrors
{
    public static RestError Of(int status, string text) => new(status, new JsonObject { ["error"] = text });

    public static RestError Invalid(string text) => Of(StatusCodes.Status422UnprocessableEntity, $"Validation failed: {text}");

    public static RestError NotFound() => Of(StatusCodes.Status404NotFound, "Record not found");

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Of(StatusCodes.Status429TooManyRequests, "Too many requests")
            .With("X-RateLimit-Limit", "300")
            .With("X-RateLimit-Remaining", "0")
            .With("X-RateLimit-Reset", (call.Now + retryAfter).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"));

    public RestError ServerError(RestCall call) => Of(StatusCodes.Status503ServiceUnavailable, "Service Unavailable");

    public RestError Unauthorized(RestCall call, TokenProblem problem) =>
        Of(
            StatusCodes.Status401Unauthorized,
            problem is TokenProblem.Ended ? "The access token was revoked" : "The access token is invalid"
        );

    public RestError MissingScope(RestCall call, string scope) =>
        Of(StatusCodes.Status403Forbidden, "This action is outside the authorized scopes");

    public RestError NoSuchCall(RestCall call) => NotFound();

    public RestError BadField(RestCall call, FieldProblem problem) => Invalid(problem.Message);

    public RestError Custom(RestCall call, CustomError error) =>
        Of(error.Status ?? error.Code ?? 422, error.Message ?? error.Name ?? "Validation failed");
}
