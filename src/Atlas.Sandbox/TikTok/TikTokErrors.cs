using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>Every JSON answer has the same envelope; clients tell errors apart by its code, since a status of 200 can carry one.</summary>
internal sealed class TikTokErrors : IRestErrors
{
    /// <param name="status">That of the code when null.</param>
    public static RestError Of(string code, string message, int? status = null) =>
        new(status ?? StatusOf(code), Envelope(new JsonObject(), code, message));

    public static RestAnswer Ok(JsonObject data) => RestAnswer.Ok(Envelope(data, "ok", ""));

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Of("rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.");

    public RestError ServerError(RestCall call) => Of("internal_error", "Something went wrong. Please try again later.");

    public RestError Unauthorized(RestCall call, TokenProblem problem) =>
        Of("access_token_invalid", "The access token is invalid or not found in the request.");

    public RestError MissingScope(RestCall call, string scope) =>
        Of("scope_not_authorized", $"The user did not authorize the scope required for completing this request: {scope}");

    public RestError NoSuchCall(RestCall call) => Of("invalid_param", "Unsupported path", StatusCodes.Status404NotFound);

    public RestError BadField(RestCall call, FieldProblem problem) =>
        Of(call.Operation?.Path.Contains("/post/publish/") is true ? "invalid_param" : "invalid_params", problem.Message);

    public RestError Custom(RestCall call, CustomError error) =>
        Of(error.Name ?? "invalid_param", error.Message ?? "Refused by a fault rule", error.Status);

    private static JsonObject Envelope(JsonObject data, string code, string message) =>
        new()
        {
            ["data"] = data,
            ["error"] = new JsonObject
            {
                ["code"] = code,
                ["message"] = message,
                ["log_id"] = "20261122" + RandomNumberGenerator.GetHexString(26),
            },
        };

    private static int StatusOf(string code) =>
        code switch
        {
            "access_token_invalid" or "scope_not_authorized" or "scope_permission_missed" => StatusCodes.Status401Unauthorized,
            "rate_limit_exceeded" => StatusCodes.Status429TooManyRequests,
            "internal_error" => StatusCodes.Status500InternalServerError,
            "reached_active_user_cap"
            or "unaudited_client_can_only_post_to_private_accounts"
            or "url_ownership_unverified"
            or "privacy_level_option_mismatch" => StatusCodes.Status403Forbidden,
            _ when code.StartsWith("spam_risk") => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        };
}
