using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Pinterest;

/// <summary>What of the token endpoint is Pinterest's own.</summary>
internal static class PinterestTokens
{
    public static JsonObject Answer(RestCall call, OAuthTokens tokens, JsonObject usual)
    {
        usual["response_type"] = tokens.IsRefreshed ? "refresh_token" : "authorization_code";
        if (usual["refresh_expires_in"] is { } life)
        {
            var seconds = life.GetValue<long>();
            usual.Remove("refresh_expires_in");
            usual["refresh_token_expires_in"] = seconds;
            usual["refresh_token_expires_at"] = call.Now.ToUnixTimeSeconds() + seconds;
        }

        return usual;
    }

    public static RestError Error(RestCall call, OAuthError error) =>
        error.Code is "invalid_client"
            ? PinterestErrors.Make(401, 2, "Authentication failed.")
            : PinterestErrors.Make(400, 283, error.Description);
}
