namespace Atlas.Sandbox.Meta;

/// <summary>The errors that every part of the Graph API gives.</summary>
internal static class GraphErrors
{
    public static GraphError NoToken { get; } = new(104, "An access token is required to request this resource.");

    public static GraphError UnreadableToken { get; } = new(190, "Invalid OAuth access token - Cannot parse access token");

    public static GraphError ProofMissing { get; } =
        new(100, "API calls from the server require an appsecret_proof argument") { Type = "GraphMethodException" };

    public static GraphError ProofWrong { get; } =
        new(100, "Invalid appsecret_proof provided in the API argument") { Type = "GraphMethodException" };

    public static GraphError NoPermission { get; } = new(10, "(#10) Application does not have permission for this action");

    public static GraphError ServerError { get; } =
        new(2, "An unexpected error has occurred. Please retry your request later.")
        {
            Status = StatusCodes.Status500InternalServerError,
            IsTransient = true,
        };

    public static GraphError AppLimit { get; } =
        new(4, "(#4) Application request limit reached") { Status = 403, IsTransient = true };

    public static GraphError AccountLimit { get; } =
        new(80002, "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.")
        {
            IsTransient = true,
        };

    public static GraphError PageLimit { get; } =
        new(80001, "(#80001) There have been too many calls to this Page account. Wait a bit and try again.")
        {
            IsTransient = true,
        };

    public static GraphError Invalid(string message) => new(100, $"(#100) {message}");

    public static GraphError Missing(string parameter) => new(100, $"(#100) The parameter {parameter} is required");

    public static GraphError UnknownParameter(string parameter) => new(100, $"(#100) Unknown parameter: {parameter}");

    public static GraphError UnknownField(string field, string typeName) =>
        new(100, $"(#100) Tried accessing nonexisting field ({field}) on node type ({typeName})");

    public static GraphError UnknownPath(string path) => new(2500, $"Unknown path components: {path}");

    public static GraphError NoSuchObject(string method, string id) =>
        new(
            100,
            $"Unsupported {method.ToLowerInvariant()} request. Object with ID '{id}' does not exist, cannot be loaded due to missing "
                + "permissions, or does not support this operation. Please read the Graph API documentation at "
                + "https://developers.facebook.com/docs/graph-api"
        )
        {
            Type = "GraphMethodException",
            Subcode = 33,
        };

    public static GraphError DeadToken(int? subcode) =>
        new(
            190,
            subcode switch
            {
                458 => "Error validating access token: The user has not authorized application.",
                459 =>
                    "Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.",
                460 =>
                    "Error validating access token: The session has been invalidated because the user changed their password or "
                        + "Facebook has changed the session for security reasons.",
                463 => "Error validating access token: Session has expired.",
                464 =>
                    "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.",
                467 => "Error validating access token: The session is invalid because the user logged out.",
                _ => "Error validating access token.",
            }
        )
        {
            Subcode = subcode,
        };
}
