using System.Text;
using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.OAuth;

/// <summary>The token endpoint.</summary>
internal sealed class OAuthExchange(OAuthServer server)
{
    private readonly OAuthSettings _settings = server.Settings;

    public RestAnswer Handle(RestCall call)
    {
        if (call.Json is null)
        {
            return Fail(call, "invalid_request", "The body is a form");
        }

        var (id, secret) = Client(call);
        if (server.FindApp(call.World, id) is not { } app || (app.Secret.Length > 0 && app.Secret != secret))
        {
            return Fail(call, "invalid_client", "Client key or secret is incorrect.");
        }

        return call.Body.Text("grant_type") switch
        {
            "authorization_code" => FromCode(call, app),
            "refresh_token" when _settings.Refresh is not RefreshMode.None => FromRefresh(call, app),
            null or "" => Fail(call, "invalid_request", "grant_type is required"),
            _ => _settings.OtherGrant?.Invoke(call, app) ?? Fail(call, "unsupported_grant_type", "grant_type is not supported"),
        };
    }

    private (string? Id, string? Secret) Client(RestCall call)
    {
        var header = call.Header("Authorization");
        if (_settings.ClientProof is not ClientProof.Body && header?.StartsWith("Basic ") is true)
        {
            Span<byte> bytes = stackalloc byte[1_024];
            if (Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
            {
                var pair = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
                return (Uri.UnescapeDataString(pair[0]), pair.Length is 2 ? Uri.UnescapeDataString(pair[1]) : null);
            }
        }

        var id = call.Body.Text(_settings.ClientIdName);
        return (id, _settings.ClientProof is ClientProof.Basic ? null : call.Body.Text(_settings.ClientSecretName));
    }

    private RestAnswer FromCode(RestCall call, DeveloperApp app)
    {
        if (call.Body.Text("code") is not { Length: > 0 } value || call.Body.Text("redirect_uri") is not { Length: > 0 } redirect)
        {
            return Fail(call, "invalid_request", "code and redirect_uri are required");
        }

        var code = call.World.OAuth(_settings.Platform).FindCode(value);
        if (code is null || code.Grant.App != app || code.ExpiresAt <= call.Now)
        {
            return Fail(call, "invalid_grant", "Authorization code is invalid or expired.");
        }

        if (code.RedirectUri != redirect)
        {
            return Fail(call, "invalid_grant", "redirect_uri differs from the one of the authorization request.");
        }

        if (Verify(code, call.Body.Text("code_verifier")) is { } broken)
        {
            return Fail(call, "invalid_grant", broken);
        }

        // Looked at last: a call that fails for another reason leaves the code usable.
        return code.TryUse()
            ? Answer(call, server.Issue(call.World, code.Grant))
            : Fail(call, "invalid_grant", "Authorization code was already used.");
    }

    private string? Verify(OAuthCode code, string? verifier) =>
        _settings.Pkce is PkceRule.Ignored || (code.Challenge is null && _settings.Pkce is PkceRule.Optional) ? null
        : code.Challenge is null || verifier is null ? "code_verifier is required."
        : !Pkce.IsVerifier(verifier) ? "code_verifier is malformed."
        : Pkce.Matches(_settings.PkceStyle, code.Challenge, code.ChallengeMethod, verifier) ? null
        : "code_verifier is wrong.";

    private RestAnswer FromRefresh(RestCall call, DeveloperApp app)
    {
        var book = call.World.OAuth(_settings.Platform);
        var old = book.Find(call.Body.Text("refresh_token"));
        if (
            old is not { IsRefresh: true }
            || old.Grant.App != app
            || old.Problem(call.Now) is not null
            || (_settings.Refresh is RefreshMode.Rotated && !old.TrySpend())
        )
        {
            return Fail(call, "invalid_grant", "Refresh token is invalid or expired.");
        }

        if (_settings.RefreshEndsAccess)
        {
            foreach (var access in book.AccessTokens(old.Grant))
            {
                access.TrySpend();
            }
        }

        if (_settings.Refresh is RefreshMode.Rotated)
        {
            return Answer(call, server.Issue(call.World, old.Grant) with { IsRefreshed = true });
        }

        var fresh = book.Issue(old.Grant, _settings.AccessPrefix, _settings.AccessLife, isRefresh: false);
        return Answer(call, new OAuthTokens(fresh, _settings.Refresh is RefreshMode.Repeated ? old : null, IsRefreshed: true));
    }

    private RestAnswer Answer(RestCall call, OAuthTokens tokens)
    {
        call.Account = call.Directory.Find(tokens.Grant.OwnerId);
        var body = new JsonObject { ["access_token"] = tokens.Access.Value, ["token_type"] = "bearer" };
        if (tokens.Access.ExpiresAt is { } end)
        {
            body["expires_in"] = (long)(end - call.Now).TotalSeconds;
        }

        if (tokens.Refresh is { } refresh)
        {
            body["refresh_token"] = refresh.Value;
            if (refresh.ExpiresAt is { } refreshEnd)
            {
                body["refresh_expires_in"] = (long)(refreshEnd - call.Now).TotalSeconds;
            }
        }

        body["scope"] = string.Join(_settings.ScopeSeparators[0], tokens.Grant.Scopes);
        return RestAnswer.Ok(_settings.Answer?.Invoke(call, tokens, body) ?? body);
    }

    private RestError Fail(RestCall call, string code, string description) =>
        server.Refuse(call, new OAuthError(code, description));
}
