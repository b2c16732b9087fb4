using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.TikTok;

/// <summary>Login Kit: client keys, scopes with commas, challenges in hex, flat answers.</summary>
internal static class TikTokOAuth
{
    public static readonly DeveloperApp Audited = new("awsandbox0000000001", "tiktok-sandbox-secret", "Atlas Engine");

    public static readonly DeveloperApp Unaudited = new(
        "awsandbox0000000002",
        "tiktok-unaudited-secret",
        "Atlas Engine (not audited)"
    );

    public static OAuthServer Create() =>
        new(
            new OAuthSettings
            {
                Platform = "tiktok",
                Title = "TikTok",
                Apps = [Audited, Unaudited],
                KnownScopes =
                [
                    "user.info.basic",
                    "user.info.profile",
                    "user.info.stats",
                    "video.list",
                    "video.upload",
                    "video.publish",
                ],
                ClientIdName = "client_key",
                ScopeSeparators = [','],
                ClientProof = ClientProof.Body,
                Pkce = PkceRule.Optional,
                PkceStyle = PkceStyle.Hex,
                AccessLife = TimeSpan.FromHours(24),
                RefreshLife = TimeSpan.FromDays(365),
                Refresh = RefreshMode.Rotated,
                RefreshEndsAccess = true,
                AccessPrefix = "act.",
                RefreshPrefix = "rft.",
                Answer = Answer,
                Error = (_, error) =>
                    new RestError(
                        error.Status,
                        new JsonObject
                        {
                            ["error"] = error.Code,
                            ["error_description"] = error.Description,
                            ["log_id"] = "20261122SANDBOX",
                        }
                    ),
                Granted = grant => [("scopes", string.Join(',', grant.Scopes))],
                Denial = [("error", "access_denied"), ("error_description", "User denied access")],
            }
        );

    private static JsonObject Answer(RestCall call, OAuthTokens tokens, JsonObject body)
    {
        body["open_id"] = tokens.Grant.OwnerId;
        body["token_type"] = "Bearer";
        return body;
    }
}
