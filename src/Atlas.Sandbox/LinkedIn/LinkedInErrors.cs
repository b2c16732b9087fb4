using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Rest.li errors: a status, a sentence, and a code in words or in a number.</summary>
internal sealed class LinkedInErrors : IRestErrors
{
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["RESTRICTED_MEMBER"] = StatusCodes.Status401Unauthorized,
        ["ACCESS_DENIED"] = StatusCodes.Status403Forbidden,
        ["NO_PERMISSION_ON_ENTITY"] = StatusCodes.Status403Forbidden,
        ["NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["TIMEOUT"] = StatusCodes.Status408RequestTimeout,
        ["CONFLICT"] = StatusCodes.Status409Conflict,
        ["UNPROCESSABLE_ENTITY"] = StatusCodes.Status422UnprocessableEntity,
        ["NONEXISTENT_VERSION"] = StatusCodes.Status426UpgradeRequired,
        ["UNDER_MAINTENANCE"] = StatusCodes.Status503ServiceUnavailable,
    };

    public static RestError NotFound(string urn) =>
        Error(StatusCodes.Status404NotFound, "NOT_FOUND", $"Entity {urn} was not found");

    public static RestError Invalid(string message) => Error(StatusCodes.Status400BadRequest, "INVALID_VALUE_FOR_FIELD", message);

    public static RestError Denied(string code, string message) =>
        new(
            StatusCodes.Status403Forbidden,
            new JsonObject
            {
                ["status"] = StatusCodes.Status403Forbidden,
                ["serviceErrorCode"] = 100,
                ["code"] = code,
                ["message"] = message,
            }
        );

    /// <summary>The post that LinkedIn takes this one for stands in the sentence alone.</summary>
    public static RestError Duplicate(string urn) =>
        new(
            StatusCodes.Status422UnprocessableEntity,
            new JsonObject
            {
                ["status"] = StatusCodes.Status422UnprocessableEntity,
                ["code"] = "UNPROCESSABLE_ENTITY",
                ["message"] = $"Content is a duplicate of {urn}",
                ["errorDetailType"] = "com.linkedin.common.error.BadRequest",
                ["errorDetails"] = new JsonObject
                {
                    ["inputErrors"] = new JsonArray(
                        new JsonObject
                        {
                            ["description"] = $"Content is a duplicate of {urn}",
                            ["input"] = new JsonObject { ["inputPath"] = new JsonObject { ["fieldPath"] = "commentary" } },
                            ["code"] = "DUPLICATE_POST",
                        }
                    ),
                },
            }
        );

    public static RestError Error(int status, string code, string message) =>
        new(
            status,
            new JsonObject
            {
                ["status"] = status,
                ["code"] = code,
                ["message"] = message,
            }
        );

    /// <summary>No header says when it opens.</summary>
    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        new(
            StatusCodes.Status429TooManyRequests,
            new JsonObject
            {
                ["status"] = StatusCodes.Status429TooManyRequests,
                ["serviceErrorCode"] = 101,
                ["message"] = "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached.",
            }
        );

    public RestError ServerError(RestCall call) =>
        Error(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "Internal Server Error");

    public RestError Unauthorized(RestCall call, TokenProblem problem)
    {
        var (number, code, message) = problem switch
        {
            TokenProblem.Missing => (65604, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token"),
            TokenProblem.Expired => (65602, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired"),
            TokenProblem.Ended => (65601, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user"),
            _ => (65600, "INVALID_ACCESS_TOKEN", "Invalid access token"),
        };
        return new RestError(
            StatusCodes.Status401Unauthorized,
            new JsonObject
            {
                ["status"] = StatusCodes.Status401Unauthorized,
                ["serviceErrorCode"] = number,
                ["code"] = code,
                ["message"] = message,
            }
        );
    }

    public RestError MissingScope(RestCall call, string scope) =>
        Denied("ACCESS_DENIED", $"Not enough permissions to access: {scope}");

    public RestError NoSuchCall(RestCall call) =>
        new(
            StatusCodes.Status404NotFound,
            new JsonObject { ["status"] = StatusCodes.Status404NotFound, ["message"] = "No virtual resource found" }
        );

    public RestError BadField(RestCall call, FieldProblem problem) =>
        problem.Kind switch
        {
            FieldProblemKind.Missing => Error(StatusCodes.Status400BadRequest, "MISSING_FIELD", problem.Message),
            FieldProblemKind.Unknown => Error(
                StatusCodes.Status422UnprocessableEntity,
                "UNPROCESSABLE_ENTITY",
                $"ERROR :: /{problem.Field} :: unrecognized field found but not allowed"
            ),
            _ => Invalid(problem.Message),
        };

    public RestError Custom(RestCall call, CustomError error)
    {
        var code = error.Name ?? "INVALID_VALUE_FOR_FIELD";
        var status = error.Status ?? Statuses.GetValueOrDefault(code, StatusCodes.Status400BadRequest);
        var answer = Error(status, code, error.Message ?? code);
        if (error.Code is { } number)
        {
            answer.Body!["serviceErrorCode"] = number;
        }

        return answer;
    }

    /// <summary>The token endpoint has OAuth's shape, and says invalid_request where others say invalid_grant.</summary>
    public static RestError OfLogin(RestCall call, OAuthError error) =>
        new(
            error.Status,
            new JsonObject
            {
                ["error"] = error.Code is "invalid_grant" ? "invalid_request" : error.Code,
                ["error_description"] = error.Description,
            }
        );
}
