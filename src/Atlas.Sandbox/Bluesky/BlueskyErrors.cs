using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Bluesky;

/// <summary>XRPC's shape of errors: a name and a sentence.</summary>
internal sealed class BlueskyErrors : IRestErrors
{
    public static RestError Of(string name, string message, int status = StatusCodes.Status400BadRequest) =>
        new(status, new JsonObject { ["error"] = name, ["message"] = message });

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Of("RateLimitExceeded", "Rate Limit Exceeded", StatusCodes.Status429TooManyRequests)
            .With("ratelimit-reset", $"{(call.Now + retryAfter).ToUnixTimeSeconds()}")
            .With("ratelimit-remaining", "0");

    public RestError ServerError(RestCall call) =>
        Of("InternalServerError", "Internal Server Error", StatusCodes.Status500InternalServerError);

    public RestError Unauthorized(RestCall call, TokenProblem problem) =>
        problem switch
        {
            TokenProblem.Missing => Of("AuthMissing", "Authentication Required", StatusCodes.Status401Unauthorized),
            TokenProblem.Expired => Of("ExpiredToken", "Token has expired"),
            _ => Of("InvalidToken", "Token could not be verified"),
        };

    public RestError MissingScope(RestCall call, string scope) => Of("InvalidToken", "Bad token scope");

    public RestError NoSuchCall(RestCall call) =>
        Of("MethodNotImplemented", "Method Not Implemented", StatusCodes.Status501NotImplemented);

    public RestError BadField(RestCall call, FieldProblem problem) => Of("InvalidRequest", problem.Message);

    public RestError Custom(RestCall call, CustomError error) =>
        Of(
            error.Name ?? "InvalidRequest",
            error.Message ?? "Refused by a fault rule",
            error.Status
                ?? (error.Name is "RateLimitExceeded" ? StatusCodes.Status429TooManyRequests : StatusCodes.Status400BadRequest)
        );
}
