using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.OAuth;

/// <summary>The authorization-code login of one network: consent page, token endpoint, revocation.</summary>
internal sealed class OAuthServer(OAuthSettings settings)
{
    public OAuthSettings Settings => settings;

    /// <summary>The consent page, at the address where the app sends people.</summary>
    public IEnumerable<RestOperation> Consent(string path)
    {
        var dialog = new OAuthDialog(this);
        yield return new RestOperation($"{settings.Platform}.oauth.dialog", "GET", path, dialog.Handle) { IsPublic = true };
        yield return new RestOperation($"{settings.Platform}.oauth.dialog", "POST", path, dialog.Handle) { IsPublic = true };
    }

    /// <summary>The token endpoint; its calls are named <c>.oauth.token</c>, and <c>.oauth.refresh</c> for a refresh.</summary>
    public RestOperation Token(string path) =>
        new($"{settings.Platform}.oauth.token", "POST", path, new OAuthExchange(this).Handle)
        {
            IsPublic = true,
            NameOf = call =>
                $"{settings.Platform}.oauth.{(call.Body.Text("grant_type") is "refresh_token" ? "refresh" : "token")}",
        };

    /// <summary>Ends the whole grant of the token that the field names.</summary>
    public RestOperation Revocation(string path, Func<RestCall, RestAnswer> answer, string field = "token") =>
        new($"{settings.Platform}.oauth.revoke", "POST", path, call => Revoke(call, field, answer)) { IsPublic = true };

    public DeveloperApp? FindApp(World world, string? id) =>
        id is null ? null : settings.Apps.FirstOrDefault(app => app.Id == id) ?? settings.FindApp?.Invoke(world, id);

    public RestError Refuse(RestCall call, OAuthError error) =>
        settings.Error?.Invoke(call, error)
        ?? new RestError(
            error.Status,
            new System.Text.Json.Nodes.JsonObject { ["error"] = error.Code, ["error_description"] = error.Description }
        );

    /// <summary>A new access token for a grant, with a refresh token where the network gives one.</summary>
    public OAuthTokens Issue(World world, OAuthGrant grant, TimeSpan? life = null, string? fixedName = null)
    {
        var book = world.OAuth(settings.Platform);
        var secret = fixedName is null ? null : OAuthBook.FixedSecret(fixedName);
        var access = book.Issue(
            grant,
            settings.AccessPrefix,
            life ?? settings.AccessLife,
            isRefresh: false,
            secret is null ? null : settings.AccessPrefix + secret
        );
        if (settings.Refresh is RefreshMode.None || !settings.GivesRefresh(grant))
        {
            return new OAuthTokens(access, null, IsRefreshed: false);
        }

        var refresh = book.Issue(
            grant,
            settings.RefreshPrefix,
            settings.RefreshLife,
            isRefresh: true,
            fixedName is null ? null : settings.RefreshPrefix + OAuthBook.FixedSecret(fixedName + " refresh")
        );
        return new OAuthTokens(access, refresh, IsRefreshed: false);
    }

    /// <summary>A login without a consent page, for the control API.</summary>
    public AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var fixedName = request.IsFixed ? $"{settings.Platform} {account.Id}" : null;
        var grant = new OAuthGrant(
            account.Id,
            settings.Apps[0],
            request.Scopes ?? settings.UsualScopes ?? settings.KnownScopes,
            []
        )
        {
            Asked = new Dictionary<string, string>(),
        };
        world.OAuth(settings.Platform).Add(grant);
        var tokens = Issue(world, grant, request.Life, fixedName);
        return new AccountAccess(tokens.Access.Value)
        {
            ExpiresAt = tokens.Access.ExpiresAt,
            RefreshToken = tokens.Refresh?.Value,
            RefreshExpiresAt = tokens.Refresh?.ExpiresAt,
            Scopes = grant.Scopes,
        };
    }

    private RestAnswer Revoke(RestCall call, string field, Func<RestCall, RestAnswer> answer)
    {
        if (call.Body.Text(field) is not { Length: > 0 } value)
        {
            return Refuse(call, new OAuthError("invalid_request", $"{field} is required"));
        }

        // RFC 7009: a token that isn't known is a success too.
        call.World.OAuth(settings.Platform).Find(value)?.Grant.End();
        return answer(call);
    }
}
