namespace Atlas.Sandbox.Meta;

/// <summary>GET /debug_token.</summary>
internal static class TokenInspection
{
    private static readonly TimeSpan DataAccess = TimeSpan.FromDays(90);

    public static ValueTask<GraphError?> HandleAsync(GraphCall call) => ValueTask.FromResult(Inspect(call));

    private static GraphError? Inspect(GraphCall call)
    {
        if (GraphAuthorization.Authorize(call) is { } refused)
        {
            return refused;
        }

        if (call["input_token"] is not { Length: > 0 } value)
        {
            return GraphErrors.Missing("input_token");
        }

        var token = call.World.Tokens.Find(value);
        if (token is { Kind: TokenKind.InstagramUser })
        {
            return GraphErrors.ServerError with { Message = "(#2) Service temporarily unavailable" };
        }

        var problem = token is null ? GraphErrors.UnreadableToken : token.Problem(call.Now);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        if (token is not null)
        {
            json.WriteString("app_id"u8, token.App.Id);
            json.WriteString("type"u8, token.Kind.ToString().ToUpperInvariant());
            json.WriteString("application"u8, token.App.Name);
            json.WriteNumber("expires_at"u8, token.ExpiresAt?.ToUnixTimeSeconds() ?? 0);
            json.WriteNumber("issued_at"u8, token.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("data_access_expires_at"u8, (token.IssuedAt + DataAccess).ToUnixTimeSeconds());
        }

        if (problem is not null)
        {
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, problem.Code);
            json.WriteString("message"u8, problem.Message);
            if (problem.Subcode is { } subcode)
            {
                json.WriteNumber("subcode"u8, subcode);
            }

            json.WriteEndObject();
        }

        json.WriteBoolean("is_valid"u8, problem is null);
        json.WriteStartArray("scopes"u8);
        foreach (var scope in token?.Scopes.Order() ?? Enumerable.Empty<string>())
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        if (token is { Login: { } grant, Kind: not TokenKind.App })
        {
            json.WriteString("user_id"u8, grant.OwnerId);
        }

        if (token is { Kind: TokenKind.Page })
        {
            json.WriteString("profile_id"u8, token.OwnerId);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }
}
