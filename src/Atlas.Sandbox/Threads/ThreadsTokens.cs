using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>The token endpoints of Threads' login.</summary>
internal static class ThreadsTokens
{
    private static readonly TimeSpan YoungestRefresh = TimeSpan.FromHours(24);

    public static ValueTask<GraphError?> ExchangeAsync(GraphCall call)
    {
        Exchange(call);
        return ValueTask.FromResult<GraphError?>(null);
    }

    public static ValueTask<GraphError?> ExtendAsync(GraphCall call) => ValueTask.FromResult(Extend(call));

    public static ValueTask<GraphError?> RefreshAsync(GraphCall call) => ValueTask.FromResult(Refresh(call));

    public static ValueTask<GraphError?> DebugAsync(GraphCall call) => ValueTask.FromResult(Debug(call));

    private static void Exchange(GraphCall call)
    {
        if (call.World.Apps.Find(call["client_id"]) is not { Login: ThreadsNetwork.Name } app)
        {
            Fail(call, "Invalid platform app");
        }
        else if (app.Secret != call["client_secret"])
        {
            Fail(call, "Error validating client secret");
        }
        else if (call["grant_type"] is not "authorization_code")
        {
            Fail(call, "Invalid grant_type");
        }
        else if (
            call.World.Codes.Take(call["code"], app, call["redirect_uri"], call.Now, out var grant) is not CodeProblem.None
            || grant is null
        )
        {
            Fail(call, "This authorization code has been used, has expired, or belongs to another redirect_uri");
        }
        else
        {
            var token = call.World.Tokens.Issue(
                TokenKind.ThreadsUser,
                grant,
                grant.OwnerId,
                TokenBook.ShortLife,
                isLongLived: false
            );
            call.Json.WriteStartObject();
            call.Json.WriteString("access_token"u8, token.Value);
            // A number, which clients must not read as a double.
            call.Json.WriteNumber("user_id"u8, long.Parse(token.OwnerId));
            call.Json.WriteEndObject();
        }
    }

    // Not the Graph shape of error.
    private static void Fail(GraphCall call, string message)
    {
        call.Http.Response.StatusCode = StatusCodes.Status400BadRequest;
        call.Json.WriteStartObject();
        call.Json.WriteString("error_type"u8, "OAuthException");
        call.Json.WriteNumber("code"u8, 400);
        call.Json.WriteString("error_message"u8, message);
        call.Json.WriteEndObject();
    }

    private static GraphError? Extend(GraphCall call)
    {
        if (call["grant_type"] is not "th_exchange_token")
        {
            return GraphErrors.Invalid("Invalid grant_type");
        }

        var refused = GraphAuthorization.Authorize(call);
        if (refused is not null || call.Token is not { Login: { } grant } token)
        {
            return refused ?? GraphErrors.UnreadableToken;
        }

        return call["client_secret"] != token.App.Secret ? new GraphError(1, "Error validating client secret.")
            : token.IsLongLived ? GraphErrors.Invalid("The token is a long-lived one already")
            : Answer(call, grant, token.OwnerId);
    }

    private static GraphError? Refresh(GraphCall call)
    {
        if (call["grant_type"] is not "th_refresh_token")
        {
            return GraphErrors.Invalid("Invalid grant_type");
        }

        var refused = GraphAuthorization.Authorize(call);
        if (refused is not null || call.Token is not { Login: { } grant } token)
        {
            return refused ?? GraphErrors.UnreadableToken;
        }

        // The documentation names the rule but not the error that breaking it gives.
        return !token.IsLongLived || call.Now - token.IssuedAt < YoungestRefresh
            ? GraphErrors.Invalid("Only a long-lived token that is at least 24 hours old can be refreshed")
            : Answer(call, grant, token.OwnerId);
    }

    private static GraphError? Answer(GraphCall call, LoginGrant grant, string ownerId)
    {
        var token = call.World.Tokens.Issue(TokenKind.ThreadsUser, grant, ownerId, TokenBook.LongLife, isLongLived: true);
        call.Json.WriteStartObject();
        call.Json.WriteString("access_token"u8, token.Value);
        call.Json.WriteString("token_type"u8, "bearer");
        call.Json.WriteNumber("expires_in"u8, (long)TokenBook.LongLife.TotalSeconds);
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? Debug(GraphCall call)
    {
        if (GraphAuthorization.Authorize(call) is { } refused)
        {
            return refused;
        }

        if (
            call["input_token"] is not { } value
            || call.World.Tokens.Find(value) is not { } token
            || token.App != call.Token?.App
        )
        {
            return GraphErrors.Invalid("input_token is no token of this app");
        }

        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WriteString("type"u8, "USER");
        json.WriteString("application"u8, token.App.Name);
        json.WriteNumber("data_access_expires_at"u8, (token.IssuedAt + TimeSpan.FromDays(90)).ToUnixTimeSeconds());
        json.WriteNumber("expires_at"u8, token.ExpiresAt?.ToUnixTimeSeconds() ?? 0);
        json.WriteBoolean("is_valid"u8, token.Problem(call.Now) is null);
        json.WriteNumber("issued_at"u8, token.IssuedAt.ToUnixTimeSeconds());
        json.WriteStartArray("scopes"u8);
        foreach (var scope in token.Scopes.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        json.WriteString("user_id"u8, token.OwnerId);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }
}
