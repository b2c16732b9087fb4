namespace Atlas.Sandbox.Networks;

/// <summary>The errors that any call of a network can meet, in that network's words and shapes.</summary>
internal interface IRestErrors
{
    RestError Throttled(RestCall call, TimeSpan retryAfter);

    RestError ServerError(RestCall call);

    RestError Unauthorized(RestCall call, TokenProblem problem);

    RestError MissingScope(RestCall call, string scope);

    /// <summary>There is no such address or verb.</summary>
    RestError NoSuchCall(RestCall call);

    RestError BadField(RestCall call, FieldProblem problem);

    /// <summary>What a fault rule of kind <c>error</c> asks for.</summary>
    RestError Custom(RestCall call, CustomError error);
}

internal enum TokenProblem
{
    Missing,
    Unknown,
    Expired,

    /// <summary>Revoked by the person or the app, or ended by a fault.</summary>
    Ended,
}

/// <param name="Status">HTTP status; null leaves it to the error.</param>
/// <param name="Name">Where errors have names, such as <c>spam_risk</c>.</param>
/// <param name="Code">Where errors have numbers.</param>
internal sealed record CustomError(int? Status, string? Name, int? Code, string? Message);

internal enum FieldProblemKind
{
    /// <summary>The body can't be read at all; the field's name is empty.</summary>
    Unreadable,
    Missing,
    WrongType,
    Unknown,
    Invalid,
}

/// <param name="Field">With its path, such as <c>post_info.title</c>.</param>
internal sealed record FieldProblem(FieldProblemKind Kind, string Field, string Message);
