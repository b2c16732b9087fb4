using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

/// <summary>Google's shape of errors: the reason inside <c>errors[0]</c> is what tells them apart.</summary>
internal sealed class YouTubeErrors : IRestErrors
{
    public static RestError Of(int status, string reason, string message, string domain = "youtube.common")
    {
        var error = new JsonObject
        {
            ["code"] = status,
            ["message"] = message,
            ["errors"] = new JsonArray(
                new JsonObject
                {
                    ["message"] = message,
                    ["domain"] = domain,
                    ["reason"] = reason,
                }
            ),
        };
        if (status is StatusCodes.Status401Unauthorized && reason is "authError")
        {
            error["status"] = "UNAUTHENTICATED";
        }

        return new RestError(status, new JsonObject { ["error"] = error });
    }

    public static RestError Quota() =>
        Of(403, "quotaExceeded", "The request cannot be completed because you have exceeded your quota.", "youtube.quota");

    public static RestError VideoNotFound() =>
        Of(404, "videoNotFound", "The video that you are trying to reach cannot be found.", "youtube.video");

    public RestError Throttled(RestCall call, TimeSpan retryAfter) =>
        Of(403, "rateLimitExceeded", "The request rate is too high.", "usageLimits");

    public RestError ServerError(RestCall call) => Of(503, "backendError", "Backend Error", "global");

    public RestError Unauthorized(RestCall call, TokenProblem problem) =>
        Of(401, "authError", problem is TokenProblem.Missing ? "Login Required." : "Invalid Credentials", "global");

    public RestError MissingScope(RestCall call, string scope) =>
        Of(403, "insufficientPermissions", "Request had insufficient authentication scopes.", "global");

    public RestError NoSuchCall(RestCall call) => Of(404, "notFound", "There is no such call.", "global");

    public RestError BadField(RestCall call, FieldProblem problem) =>
        problem.Field switch
        {
            "snippet.title" => Of(400, "invalidTitle", problem.Message, "youtube.video"),
            "snippet.description" => Of(400, "invalidDescription", problem.Message, "youtube.video"),
            "snippet.tags" => Of(400, "invalidTags", problem.Message, "youtube.video"),
            "snippet.categoryId" => Of(400, "invalidCategoryId", problem.Message, "youtube.video"),
            "status.publishAt" => Of(400, "invalidPublishAt", problem.Message, "youtube.video"),
            "recordingDetails.recordingDate" => Of(400, "invalidRecordingDetails", problem.Message, "youtube.video"),
            _ => Of(400, "badRequest", problem.Message, "global"),
        };

    public RestError Custom(RestCall call, CustomError error) =>
        Of(
            error.Status ?? error.Code ?? 400,
            error.Name ?? "badRequest",
            error.Message ?? $"A fault rule asked for {error.Name}.",
            error.Name is "quotaExceeded" ? "youtube.quota" : "youtube.video"
        );
}
