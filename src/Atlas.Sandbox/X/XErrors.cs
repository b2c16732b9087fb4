using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.X;

/// <summary>Problems as RFC 7807 writes them; the last part of the type tells them apart, and for many there is none.</summary>
internal sealed class XErrors : IRestErrors
{
    private const string Types = "https://api.twitter.com/2/problems/";

    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["usage-capped"] = StatusCodes.Status429TooManyRequests,
        ["client-forbidden"] = StatusCodes.Status403Forbidden,
        ["client-not-enrolled"] = StatusCodes.Status403Forbidden,
        ["not-authorized-for-resource"] = StatusCodes.Status403Forbidden,
        ["unsupported-authentication"] = StatusCodes.Status403Forbidden,
        ["resource-not-found"] = StatusCodes.Status404NotFound,
        ["about:blank"] = StatusCodes.Status403Forbidden,
    };

    public static RestError Duplicate { get; } =
        Problem(
            StatusCodes.Status403Forbidden,
            "about:blank",
            "Forbidden",
            "You are not allowed to create a Tweet with duplicate content."
        );

    public static RestError Invalid(string detail) =>
        Problem(StatusCodes.Status400BadRequest, "invalid-request", "Invalid Request", detail);

    public static RestError NotFound(string id) =>
        Problem(StatusCodes.Status404NotFound, "resource-not-found", "Not Found Error", $"Could not find {id}.");

    public static RestError Forbidden(string detail) =>
        Problem(StatusCodes.Status403Forbidden, "about:blank", "Forbidden", detail);

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Problem(StatusCodes.Status429TooManyRequests, "about:blank", "Too Many Requests", "Too Many Requests")
            .With("x-rate-limit-limit", "100")
            .With("x-rate-limit-remaining", "0")
            .With("x-rate-limit-reset", $"{(call.Now + retryAfter).ToUnixTimeSeconds()}");

    public RestError ServerError(RestCall call) =>
        Problem(StatusCodes.Status503ServiceUnavailable, "about:blank", "Service Unavailable", "Service Unavailable");

    public RestError Unauthorized(RestCall call, TokenProblem problem) =>
        Problem(StatusCodes.Status401Unauthorized, "about:blank", "Unauthorized", "Unauthorized");

    public RestError MissingScope(RestCall call, string scope) =>
        Problem(
            StatusCodes.Status403Forbidden,
            "not-authorized-for-resource",
            "Not Authorized For Resource",
            $"The token lacks {scope}"
        );

    public RestError NoSuchCall(RestCall call) =>
        Problem(StatusCodes.Status404NotFound, "about:blank", "Not Found", "There is no such call");

    public RestError BadField(RestCall call, FieldProblem problem) => Invalid(problem.Message);

    public RestError Custom(RestCall call, CustomError error)
    {
        var name = error.Name ?? "about:blank";
        return Problem(
            error.Status ?? Statuses.GetValueOrDefault(name, StatusCodes.Status400BadRequest),
            name,
            error.Message ?? name,
            error.Message ?? name
        );
    }

    private static RestError Problem(int status, string type, string title, string detail) =>
        new(
            status,
            new JsonObject
            {
                ["title"] = title,
                ["type"] = type is "about:blank" ? type : Types + type,
                ["detail"] = detail,
                ["status"] = status,
            }
        );
}
