using System.Text.Json;

namespace Atlas.Sandbox.Meta;

/// <summary>The token endpoints of Instagram Login.</summary>
internal static class InstagramLogin
{
    private static readonly TimeSpan YoungestRefresh = TimeSpan.FromHours(24);

    public static ValueTask<GraphError?> TokenAsync(GraphCall call)
    {
        Token(call);
        return ValueTask.FromResult<GraphError?>(null);
    }

    public static ValueTask<GraphError?> ExchangeAsync(GraphCall call) => ValueTask.FromResult(Exchange(call));

    public static ValueTask<GraphError?> RefreshAsync(GraphCall call) => ValueTask.FromResult(Refresh(call));

    private static void Token(GraphCall call)
    {
        var app = call.World.Apps.Find(call["client_id"]);
        if (app is not { IsInstagram: true })
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
            call.World.Codes.Take(call["code"], app, call["redirect_uri"], call.Now, out var grant) is var problem
            && grant is null
        )
        {
            Fail(
                call,
                problem is CodeProblem.OtherRedirect
                    ? "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request"
                    : "Matching code was not found or was already used"
            );
        }
        else
        {
            Answer(
                call,
                call.World.Tokens.Issue(TokenKind.InstagramUser, grant, grant.OwnerId, TokenBook.ShortLife, isLongLived: false)
            );
        }
    }

    private static void Answer(GraphCall call, AccessToken token)
    {
        var isList = call.World.Options.InstagramTokenShape is "data";
        var json = call.Json;
        json.WriteStartObject();
        if (isList)
        {
            json.WriteStartArray("data"u8);
            json.WriteStartObject();
        }

        json.WriteString("access_token"u8, token.Value);
        // A number in the flat answer: clients must not read it as a double.
        json.WritePropertyName("user_id"u8);
        if (isList)
        {
            json.WriteStringValue(token.OwnerId);
        }
        else
        {
            json.WriteNumberValue(long.Parse(token.OwnerId));
        }

        WritePermissions(json, token, asText: isList);
        if (isList)
        {
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
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

    private static GraphError? Exchange(GraphCall call)
    {
        if (call["grant_type"] is not "ig_exchange_token")
        {
            return GraphErrors.Invalid("Invalid grant_type");
        }

        var refused = GraphAuthorization.Authorize(call);
        if (refused is not null || call.Token is not { Login: { } grant } token)
        {
            return refused ?? GraphErrors.UnreadableToken;
        }

        if (call["client_secret"] != token.App.Secret)
        {
            return new GraphError(1, "Error validating client secret.");
        }

        if (token.IsLongLived)
        {
            return new GraphError(452, "Session key invalid. This could be because the session key has an incorrect format");
        }

        var longLived = call.World.Tokens.Issue(
            TokenKind.InstagramUser,
            grant,
            token.OwnerId,
            TokenBook.LongLife,
            isLongLived: true
        );
        return AnswerLong(call, longLived, withPermissions: false);
    }

    private static GraphError? Refresh(GraphCall call)
    {
        if (call["grant_type"] is not "ig_refresh_token")
        {
            return GraphErrors.Invalid("Invalid grant_type");
        }

        var refused = GraphAuthorization.Authorize(call);
        if (refused is not null || call.Token is not { Login: { } grant } token)
        {
            return refused ?? GraphErrors.UnreadableToken;
        }

        if (!token.Scopes.Contains("instagram_business_basic"))
        {
            return GraphErrors.NoPermission;
        }

        // The documentation names the rule but not the error that breaking it gives.
        if (!token.IsLongLived || call.Now - token.IssuedAt < YoungestRefresh)
        {
            return GraphErrors.Invalid("Only a long-lived token that is at least 24 hours old can be refreshed");
        }

        var fresh = call.World.Tokens.Issue(TokenKind.InstagramUser, grant, token.OwnerId, TokenBook.LongLife, isLongLived: true);
        return AnswerLong(call, fresh, withPermissions: true);
    }

    private static GraphError? AnswerLong(GraphCall call, AccessToken token, bool withPermissions)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("access_token"u8, token.Value);
        call.Json.WriteString("token_type"u8, "bearer");
        call.Json.WriteNumber("expires_in"u8, (long)TokenBook.LongLife.TotalSeconds);
        if (withPermissions)
        {
            WritePermissions(call.Json, token, asText: true);
        }

        call.Json.WriteEndObject();
        return null;
    }

    private static void WritePermissions(Utf8JsonWriter json, AccessToken token, bool asText)
    {
        if (asText)
        {
            json.WriteString("permissions"u8, string.Join(',', token.Scopes.Order()));
            return;
        }

        json.WriteStartArray("permissions"u8);
        foreach (var scope in token.Scopes.Order())
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
    }
}
