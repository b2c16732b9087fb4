using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <summary>Errors carry their HTTP status again in the body; clients tell them apart by it, the wait by <c>parameters</c>.</summary>
internal sealed class TelegramErrors : IRestErrors
{
    public static RestError TooLarge { get; } = Error(StatusCodes.Status413PayloadTooLarge, "Request Entity Too Large");

    public static RestError Bad(string description) => Error(StatusCodes.Status400BadRequest, "Bad Request: " + description);

    public static RestError Forbidden(string description) => Error(StatusCodes.Status403Forbidden, "Forbidden: " + description);

    public RestError Throttled(RestCall call, TimeSpan retryAfter)
    {
        var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
        var error = Error(StatusCodes.Status429TooManyRequests, $"Too Many Requests: retry after {seconds}");
        return error with
        {
            Body = new JsonObject
            {
                ["ok"] = false,
                ["error_code"] = error.Status,
                ["description"] = $"Too Many Requests: retry after {seconds}",
                ["parameters"] = new JsonObject { ["retry_after"] = seconds },
            },
        };
    }

    public RestError ServerError(RestCall call) => Error(StatusCodes.Status500InternalServerError, "Internal Server Error");

    public RestError Unauthorized(RestCall call, TokenProblem problem) =>
        Error(StatusCodes.Status401Unauthorized, "Unauthorized");

    public RestError MissingScope(RestCall call, string scope) => Forbidden(scope);

    public RestError NoSuchCall(RestCall call) => Error(StatusCodes.Status404NotFound, "Not Found");

    public RestError BadField(RestCall call, FieldProblem problem) =>
        Bad(problem.Kind is FieldProblemKind.Missing ? $"{problem.Field} is empty" : problem.Message);

    public RestError Custom(RestCall call, CustomError error) =>
        Error(
            error.Code ?? error.Status ?? StatusCodes.Status400BadRequest,
            error.Message ?? error.Name ?? "Bad Request: failed"
        );

    private static RestError Error(int status, string description) =>
        new(
            status is >= 400 and <= 599 ? status : StatusCodes.Status400BadRequest,
            new JsonObject
            {
                ["ok"] = false,
                ["error_code"] = status,
                ["description"] = description,
            }
        );
}
