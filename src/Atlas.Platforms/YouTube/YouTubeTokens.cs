using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>Google's token and revocation endpoints.</summary>
/// <seealso href="https://developers.google.com/identity/protocols/oauth2/web-server"/>
internal sealed class YouTubeTokens(PlatformHttp http, IOptions<YouTubeOptions> options, TimeProvider time)
{
    public const string Source = "Google Identity: OAuth 2.0 for Web Server Applications";

    private readonly string _root = options.Value.TokenBaseUrl.AbsoluteUri.TrimEnd('/');

    public Task<PlatformAnswer> ExchangeAsync(
        PlatformApp app,
        string code,
        string verifier,
        Uri redirect,
        CancellationToken cancellationToken
    ) =>
        PostAsync(
            "POST /token (code)",
            "token",
            [
                new("code", code),
                new("client_id", app.ClientId),
                new("client_secret", app.ClientSecret.Reveal()),
                new("redirect_uri", redirect.OriginalString),
                new("grant_type", "authorization_code"),
                new("code_verifier", verifier),
            ],
            cancellationToken
        );

    public Task<PlatformAnswer> RefreshAsync(PlatformApp app, Secret refresh, CancellationToken cancellationToken) =>
        PostAsync(
            "POST /token (refresh)",
            "token",
            [
                new("client_id", app.ClientId),
                new("client_secret", app.ClientSecret.Reveal()),
                new("refresh_token", refresh.Reveal()),
                new("grant_type", "refresh_token"),
            ],
            cancellationToken
        );

    /// <summary>Ends the whole grant of that person for the project, whichever of its tokens is given.</summary>
    public Task<PlatformAnswer> RevokeAsync(Secret token, CancellationToken cancellationToken) =>
        PostAsync("POST /revoke", "revoke", [new("token", token.Reveal())], cancellationToken);

    /// <param name="kept">The refresh token to go on with where the answer brings none, and its end.</param>
    public TokenSet? Read(TokenBody? body, TokenSet? kept = null)
    {
        if (body?.AccessToken is not { Length: > 0 } access)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var isNew = body.RefreshToken is { Length: > 0 };
        return new TokenSet(
            new Secret(access),
            now,
            body.ExpiresIn is { } seconds ? now.AddSeconds(seconds) : null,
            isNew ? new Secret(body.RefreshToken!) : kept?.Refresh,
            body.RefreshExpiresIn is { } life ? now.AddSeconds(life)
                : isNew ? null
                : kept?.RefreshExpiresAt
        );
    }

    private Task<PlatformAnswer> PostAsync(
        string operation,
        string path,
        KeyValuePair<string, string>[] form,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                operation,
                HttpMethod.Post,
                $"{_root}/{path}",
                options.Value.WriteTimeout,
                Token: null,
                () => new FormUrlEncodedContent(form)
            ),
            cancellationToken
        );
}
