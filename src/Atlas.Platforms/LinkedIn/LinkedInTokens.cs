using System.Net.Http.Headers;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The calls about tokens. Their bodies hold secrets and are written nowhere.</summary>
/// <seealso href="https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow"/>
internal sealed class LinkedInTokens(PlatformHttp http, IOptions<LinkedInOptions> options, TimeProvider time)
{
    private readonly LinkedInOptions _options = options.Value;
    private readonly string _root = options.Value.WebBaseUrl.AbsoluteUri.TrimEnd('/') + "/oauth/v2/";

    public string AuthorizeUrl => _root + "authorization";

    public Task<PlatformAnswer> TradeCodeAsync(PlatformApp app, string code, Uri redirect, CancellationToken cancellationToken) =>
        SendAsync(
            "accessToken",
            app,
            cancellationToken,
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect.OriginalString)
        );

    public Task<PlatformAnswer> RefreshAsync(PlatformApp app, Secret refreshToken, CancellationToken cancellationToken) =>
        SendAsync(
            "accessToken",
            app,
            cancellationToken,
            ("grant_type", "refresh_token"),
            ("refresh_token", refreshToken.Reveal())
        );

    public Task<PlatformAnswer> RevokeAsync(PlatformApp app, Secret token, CancellationToken cancellationToken) =>
        SendAsync("revoke", app, cancellationToken, ("token", token.Reveal()));

    /// <summary>Whether LinkedIn says that the token is over; null where it says nothing.</summary>
    public async Task<bool?> IsDeadAsync(PlatformApp app, Secret token, CancellationToken cancellationToken)
    {
        var answer = await SendAsync("introspectToken", app, cancellationToken, ("token", token.Reveal()));
        return answer.Succeeded ? !answer.Read(LinkedInJson.Default.LinkedInIntrospection)?.Active : null;
    }

    /// <summary>Null where the answer holds no token.</summary>
    public Grant? GrantOf(PlatformAnswer answer, IReadOnlyList<ScopeUse> asked, TokenSet? before = null)
    {
        if (
            !answer.Succeeded
            || answer.Read(LinkedInJson.Default.LinkedInTokenAnswer) is not { AccessToken: { Length: > 0 } access } said
        )
        {
            return null;
        }

        var now = time.GetUtcNow();
        var tokens = new TokenSet(
            new Secret(access),
            now,
            said.ExpiresIn is { } seconds ? now.AddSeconds(seconds) : null,
            said.RefreshToken is { Length: > 0 } refresh ? new Secret(refresh) : before?.Refresh,
            // It counts from the first consent and is not prolonged by a refresh.
            said.RefreshExpiresIn
                is { } left
                ? now.AddSeconds(left)
                : before?.RefreshExpiresAt
        );
        var scopes = LinkedInScopes.Split(said.Scope);
        return scopes.Count == 0
            ? new Grant(tokens, [.. asked.Select(use => use.Scope)], [])
            : new Grant(tokens, scopes, [.. asked.Select(use => use.Scope).Where(scope => !scopes.Contains(scope))]);
    }

    /// <summary>The code of an error in OAuth's shape, such as <c>invalid_grant</c>; null where the answer is none.</summary>
    public static string? ErrorOf(PlatformAnswer answer) =>
        answer is { Outcome: CallOutcome.Answered, Succeeded: false, IsServerFault: false }
            ? answer.Read(LinkedInJson.Default.LinkedInTokenAnswer)?.Error
            : null;

    private Task<PlatformAnswer> SendAsync(
        string call,
        PlatformApp app,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] form
    )
    {
        (string Name, string Value)[] all = [.. form, ("client_id", app.ClientId), ("client_secret", app.ClientSecret.Reveal())];
        var body = string.Join('&', all.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        return http.SendAsync(
            new PlatformRequest(
                $"POST /oauth/v2/{call}",
                HttpMethod.Post,
                _root + call,
                _options.WriteTimeout,
                Content: () =>
                    new ByteArrayContent(Encoding.ASCII.GetBytes(body))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") },
                    }
            ),
            cancellationToken
        );
    }
}
