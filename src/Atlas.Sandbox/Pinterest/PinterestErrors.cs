using System.Globalization;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

/// <summary>One shape for all: a small code, which is no HTTP status, and a message.</summary>
internal sealed class PinterestErrors : IRestErrors
{
    public static RestError Make(int status, int code, string message) =>
        new(status, new JsonObject { ["code"] = code, ["message"] = message });

    public static RestError NotFound(string what) => Make(404, 40, $"{what} not found.");

    public static RestError Forbidden() => Make(403, 29, "You are not permitted to access that resource.");

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Make(429, 8, "You have exceeded your rate limit. Try again later.")
            .With("x-ratelimit-limit", "100, 100;w=60")
            .With("x-ratelimit-remaining", "0")
            .With("x-ratelimit-reset", Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    public RestError ServerError(RestCall call) => Make(500, 12, "Something went wrong on our end. Sorry about that.");

    public RestError Unauthorized(RestCall call, TokenProblem problem) => Make(401, 2, "Authentication failed.");

    public RestError MissingScope(RestCall call, string scope) => Make(401, 3, $"Authorization failed. Missing: [{scope}]");

    public RestError NoSuchCall(RestCall call) => Make(404, 11, "API method not found.");

    public RestError BadField(RestCall call, FieldProblem problem) => Make(400, 1, $"Invalid request: {problem.Message}");

    public RestError Custom(RestCall call, CustomError error) =>
        Make(error.Status ?? 400, error.Code ?? 1, error.Message ?? error.Name ?? "The request could not be understood.");
}
