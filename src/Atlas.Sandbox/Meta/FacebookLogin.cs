namespace Atlas.Sandbox.Meta;

/// <summary>The token endpoint of Facebook Login. There is no refresh token: a long-lived token is exchanged again or asked for anew.</summary>
internal static class FacebookLogin
{
    public static ValueTask<GraphError?> TokenAsync(GraphCall call) => ValueTask.FromResult(Token(call));

    public static ValueTask<GraphError?> RevokeAsync(GraphCall call) => ValueTask.FromResult(Revoke(call));

    private static GraphError? Token(GraphCall call)
    {
        var refused = Client(call, out var app);
        if (refused is not null || app is null)
        {
            return refused;
        }

        return call["grant_type"] switch
        {
            "fb_exchange_token" => Exchange(call, app),
            "client_credentials" => Answer(call, $"{app.Id}|{app.Secret}", life: null),
            null or "authorization_code" => FromCode(call, app),
            _ => GraphErrors.Invalid("Invalid grant_type"),
        };
    }

    private static GraphError? FromCode(GraphCall call, MetaApp app)
    {
        if (call["code"] is not { Length: > 0 } code)
        {
            return GraphErrors.Missing("code");
        }

        var problem = call.World.Codes.Take(code, app, call["redirect_uri"], call.Now, out var grant);
        if (grant is null)
        {
            return CodeError(problem);
        }

        var token = call.World.Tokens.Issue(TokenKind.User, grant, grant.OwnerId, TokenBook.ShortLife, isLongLived: false);
        return Answer(call, token.Value, TokenBook.ShortLife);
    }

    private static GraphError? Exchange(GraphCall call, MetaApp app)
    {
        if (call["fb_exchange_token"] is not { Length: > 0 } value)
        {
            return GraphErrors.Missing("fb_exchange_token");
        }

        if (call.World.Tokens.Find(value) is not { Kind: TokenKind.User, Login: { } grant } token || token.App != app)
        {
            return GraphErrors.UnreadableToken;
        }

        if (token.Problem(call.Now) is { } dead)
        {
            return dead;
        }

        var longLived = call.World.Tokens.Issue(TokenKind.User, grant, token.OwnerId, TokenBook.LongLife, isLongLived: true);
        return Answer(call, longLived.Value, TokenBook.LongLife);
    }

    private static GraphError? Revoke(GraphCall call)
    {
        if (Client(call, out _) is { } refused)
        {
            return refused;
        }

        if (call["revoke_token"] is not { } value || call.World.Tokens.Find(value) is not { Login: { } grant })
        {
            return GraphErrors.UnreadableToken;
        }

        grant.End(467);
        return call.Success();
    }

    private static GraphError? Client(GraphCall call, out MetaApp? app)
    {
        app = call.World.Apps.Find(call["client_id"]);
        return app is not { Login: "facebook" }
                ? new GraphError(101, "Error validating application. Cannot get application info due to a system error.")
            : app.Secret != call["client_secret"] ? new GraphError(1, "Error validating client secret.")
            : null;
    }

    private static GraphError CodeError(CodeProblem problem) =>
        problem switch
        {
            CodeProblem.Expired => new GraphError(100, "This authorization code has expired.") { Subcode = 36007 },
            CodeProblem.Used => new GraphError(100, "This authorization code has been used.") { Subcode = 36009 },
            CodeProblem.OtherRedirect => new GraphError(
                100,
                "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request"
            )
            {
                Subcode = 36008,
            },
            _ => new GraphError(100, "Invalid verification code format."),
        };

    private static GraphError? Answer(GraphCall call, string token, TimeSpan? life)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("access_token"u8, token);
        call.Json.WriteString("token_type"u8, "bearer");
        if (life is { } time)
        {
            call.Json.WriteNumber("expires_in"u8, (long)time.TotalSeconds);
        }

        call.Json.WriteEndObject();
        return null;
    }
}
