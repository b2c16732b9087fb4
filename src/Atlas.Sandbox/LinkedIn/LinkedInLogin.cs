using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Consent, tokens, introspection, and who logged in.</summary>
internal static class LinkedInLogin
{
    public const string Platform = "linkedin";

    private static readonly DeveloperApp Approved = new("86sandboxapproved", "WPL_AP1.sandbox-approved", "Atlas (Community)");
    private static readonly DeveloperApp SelfServe = new("86sandboxshare", "WPL_AP1.sandbox-share", "Atlas (Share)");

    public static OAuthServer Server { get; } =
        new(
            new OAuthSettings
            {
                Platform = Platform,
                Title = "LinkedIn",
                Apps = [Approved, SelfServe],
                KnownScopes =
                [
                    "openid",
                    "profile",
                    "email",
                    "r_basicprofile",
                    "w_member_social",
                    "r_member_social",
                    "w_organization_social",
                    "r_organization_social",
                    "rw_organization_admin",
                    "r_organization_admin",
                    "w_member_social_feed",
                    "r_member_social_feed",
                    "w_organization_social_feed",
                    "r_organization_social_feed",
                    "r_member_postAnalytics",
                    "r_member_profileAnalytics",
                ],
                UsualScopes =
                [
                    "r_basicprofile",
                    "w_member_social",
                    "w_organization_social",
                    "r_organization_social",
                    "rw_organization_admin",
                    "w_member_social_feed",
                    "w_organization_social_feed",
                    "r_organization_social_feed",
                    "r_member_postAnalytics",
                ],
                ClientProof = ClientProof.Body,
                Pkce = PkceRule.Ignored,
                CodeLife = TimeSpan.FromMinutes(30),
                AccessLife = TimeSpan.FromDays(60),
                RefreshLife = TimeSpan.FromDays(365),
                Refresh = RefreshMode.Repeated, // and its year counts from the consent
                GivesRefresh = grant => grant.App == Approved,
                CodePrefix = "AQT",
                AccessPrefix = "AQX",
                RefreshPrefix = "AQW",
                Owners = world => world.Directory(Platform).Accounts.OfType<LinkedInMember>(),
                Answer = Answer,
                Error = LinkedInErrors.OfLogin,
                Denial = [("error", "user_cancelled_authorize"), ("error_description", "The user cancelled the authorization")],
            }
        );

    public static IEnumerable<RestOperation> Operations =>
        [
            .. Server.Consent("www.linkedin.com/oauth/v2/authorization"),
            Server.Token("www.linkedin.com/oauth/v2/accessToken"),
            Server.Revocation("www.linkedin.com/oauth/v2/revoke", _ => RestAnswer.Empty()),
            new("linkedin.oauth.introspect", "POST", "www.linkedin.com/oauth/v2/introspectToken", Introspect) { IsPublic = true },
            new("linkedin.userinfo", "GET", "api.linkedin.com/v2/userinfo", UserInfo) { Scopes = ["openid", "profile"] },
            new("linkedin.me", "GET", "api.linkedin.com/v2/me", Me) { Scopes = ["r_basicprofile"] },
        ];

    private static JsonObject Answer(RestCall call, OAuthTokens tokens, JsonObject body)
    {
        body["scope"] = string.Join(',', tokens.Grant.Scopes);
        if (body["refresh_expires_in"] is { } left)
        {
            body.Remove("refresh_expires_in");
            body["refresh_token_expires_in"] = left;
        }

        return body;
    }

    private static RestAnswer Introspect(RestCall call)
    {
        var (id, secret) = (call.Body.RequiredText("client_id"), call.Body.RequiredText("client_secret"));
        var value = call.Body.RequiredText("token");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (Server.FindApp(call.World, id) is not { } app || app.Secret != secret)
        {
            return LinkedInErrors.OfLogin(call, new OAuthError("invalid_client", "Client authentication failed"));
        }

        var token = call.World.OAuth(Platform).Find(value);
        var problem = token is null ? TokenProblem.Unknown : token.Problem(call.Now);
        return RestAnswer.Ok(
            problem is null
                ? new JsonObject
                {
                    ["active"] = true,
                    ["status"] = "active",
                    ["client_id"] = id,
                    ["scope"] = string.Join(',', token!.Grant.Scopes),
                    ["expires_at"] = token.ExpiresAt?.ToUnixTimeSeconds(),
                    ["auth_type"] = "3L",
                }
                : new JsonObject { ["active"] = false, ["status"] = problem is TokenProblem.Expired ? "expired" : "revoked" }
        );
    }

    private static RestAnswer UserInfo(RestCall call) =>
        RestAnswer.Ok(
            new JsonObject
            {
                ["sub"] = call.Grant!.OwnerId,
                ["name"] = call.Account?.Name,
                ["picture"] = call.HostUrl($"media.licdn.com/{call.Grant.OwnerId}"),
                ["locale"] = new JsonObject { ["country"] = "US", ["language"] = "en" },
            }
        );

    private static RestAnswer Me(RestCall call)
    {
        var names = (call.Account?.Name ?? "").Split(' ', 2);
        return RestAnswer.Ok(
            new JsonObject
            {
                ["id"] = call.Grant!.OwnerId,
                ["localizedFirstName"] = names[0],
                ["localizedLastName"] = names.Length > 1 ? names[1] : "",
                ["vanityName"] = call.Account?.Username,
            }
        );
    }
}
