using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Bluesky;

/// <summary>Sessions, and who is who.</summary>
internal static class BlueskySessions
{
    /// <summary>The rate limit of logins counts per account.</summary>
    public static string Name(RestCall call)
    {
        call.Account = Find(call, call.Body.Text("identifier"));
        return "bluesky.session.create";
    }

    public static RestAnswer Create(RestCall call)
    {
        var identifier = call.Body.RequiredText("identifier");
        var password = call.Body.RequiredText("password");
        var factor = call.Body.Text("authFactorToken");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        var account = Find(call, identifier);
        if (account is not null && password == BlueskyAccount.MainPassword && factor is null)
        {
            return BlueskyErrors.Of(
                "AuthFactorTokenRequired",
                "A sign in code has been sent to your email address",
                StatusCodes.Status401Unauthorized
            );
        }

        if (account is null || password != account.AppPassword)
        {
            return BlueskyErrors.Of(
                "AuthenticationRequired",
                "Invalid identifier or password",
                StatusCodes.Status401Unauthorized
            );
        }

        if (account.IsTakenDown)
        {
            return BlueskyErrors.Of("AccountTakedown", "Account has been taken down", StatusCodes.Status401Unauthorized);
        }

        return Session(call, account, BlueskyTokens.NewGrant(call.World, account));
    }

    public static RestAnswer Refresh(RestCall call) =>
        Spent(call) is not { } token ? BlueskyErrors.Of("InvalidToken", "Token could not be verified")
        : token.Problem(call.Now) is TokenProblem.Expired ? BlueskyErrors.Of("ExpiredToken", "Token has expired")
        : token.Problem(call.Now) is not null || !token.TrySpend() ? BlueskyErrors.Of("ExpiredToken", "Token has been revoked")
        : Session(call, (BlueskyAccount)call.Account!, token.Grant);

    public static RestAnswer Delete(RestCall call)
    {
        if (Spent(call) is not { } token || token.Problem(call.Now) is not null)
        {
            return BlueskyErrors.Of("InvalidToken", "Token could not be verified");
        }

        token.Grant.End();
        return RestAnswer.Empty();
    }

    public static RestAnswer Read(RestCall call)
    {
        var account = BlueskyAccount.Of(call);
        return RestAnswer.Ok(
            new JsonObject
            {
                ["did"] = account.Id,
                ["handle"] = account.Handle,
                ["active"] = true,
            }
        );
    }

    public static RestAnswer Resolve(RestCall call) =>
        Find(call, call.Query("handle")) is { } account
            ? RestAnswer.Ok(new JsonObject { ["did"] = account.Id })
            : BlueskyErrors.Of("InvalidRequest", "Unable to resolve handle");

    public static RestAnswer Document(RestCall call) =>
        Find(call, call["did"]) is { } account
            ? RestAnswer.Ok(
                new JsonObject
                {
                    ["id"] = account.Id,
                    ["alsoKnownAs"] = new JsonArray($"at://{account.Handle}"),
                    ["service"] = new JsonArray(
                        new JsonObject
                        {
                            ["id"] = "#atproto_pds",
                            ["type"] = "AtprotoPersonalDataServer",
                            ["serviceEndpoint"] = call.HostUrl(BlueskyNetwork.Server),
                        }
                    ),
                }
            )
            : new RestError(StatusCodes.Status404NotFound, new JsonObject { ["message"] = "DID not registered" });

    public static RestAnswer Profile(RestCall call) =>
        Find(call, call.Query("actor")) is { } account
            ? RestAnswer.Ok(
                new JsonObject
                {
                    ["did"] = account.Id,
                    ["handle"] = account.Handle,
                    ["displayName"] = account.Name,
                    ["description"] = account.Biography,
                    ["followersCount"] = account.Followers,
                    ["postsCount"] = account.PostCount,
                }
            )
            : BlueskyErrors.Of("InvalidRequest", "Profile not found");

    public static BlueskyAccount? Find(RestCall call, string? who) =>
        who is null ? null
        : who.EndsWith(".bsky.social")
            ? call.Directory.Accounts.OfType<BlueskyAccount>().FirstOrDefault(account => account.Handle == who)
        : call.Directory.Find(who) as BlueskyAccount;

    /// <summary>The refresh token of a call, which comes where others have their access token.</summary>
    private static OAuthToken? Spent(RestCall call)
    {
        var header = call.Header("Authorization");
        var token = call.World.OAuth("bluesky").Find(header?.StartsWith("Bearer ") is true ? header[7..] : null);
        if (token is not { IsRefresh: true })
        {
            return null;
        }

        call.Token = token;
        call.Account = call.Directory.Find(token.Grant.OwnerId);
        return token;
    }

    private static RestAnswer Session(RestCall call, BlueskyAccount account, OAuthGrant grant)
    {
        call.Account = account;
        var (access, refresh) = BlueskyTokens.Issue(call.World, grant);
        return RestAnswer.Ok(
            new JsonObject
            {
                ["accessJwt"] = access.Value,
                ["refreshJwt"] = refresh.Value,
                ["did"] = account.Id,
                ["handle"] = account.Handle,
                ["active"] = true,
            }
        );
    }
}
