using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.TikTok;

/// <summary>TikTok's Login Kit: OAuth with names of its own, and one account for each grant.</summary>
/// <seealso href="https://developers.tiktok.com/doc/oauth-user-access-token-management"/>
internal sealed class TikTokLogin(TikTokApi api, TikTokAccounts accounts, IOptions<TikTokOptions> options, TimeProvider time)
    : IPlatformLogin
{
    public LoginDescription Description { get; } =
        new(
            "tiktok",
            "TikTok Login",
            LoginFlow.Redirect,
            [Platform.TikTok],
            App: "tiktok",
            Fields: [],
            Scopes:
            [
                new(
                    "user.info.basic",
                    "Show which account is connected, with its name and picture.",
                    "Connecting",
                    Required: true
                ),
                new("user.info.profile", "Show the account's @name and link to its posts.", "Links to posts", Required: false),
                new(
                    "video.upload",
                    "Deliver videos and photos to the account's TikTok inbox.",
                    "Publishing to the inbox",
                    Required: false
                ),
                new("video.publish", "Post videos and photos on the account directly.", "Direct posts", Required: false),
                new(
                    "video.list",
                    "Read the account's public posts: their links and figures, and whether a post arrived whose answer was lost.",
                    "Insights",
                    Required: false
                ),
            ],
            new RefreshRule(AtFraction: 0.75, MinimumAge: TimeSpan.Zero, Rotates: true),
            CanRevoke: true,
            TikTokErrors.TokenPage
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(NoApp));
        }

        // TikTok writes the challenge in hex where everybody else writes base64url.
        var challenge = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(request.CodeVerifier)));
        (string Name, string Value)[] query =
        [
            ("client_key", app.ClientId),
            ("response_type", "code"),
            ("scope", string.Join(',', request.Scopes)),
            ("redirect_uri", request.RedirectUri.AbsoluteUri),
            ("state", request.State),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ];
        var text = string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        var url = new Uri($"{options.Value.WebBaseUrl.AbsoluteUri.TrimEnd('/')}/v2/auth/authorize/?{text}");
        return Task.FromResult<LoginStart>(new LoginStart.Redirect(url, new Dictionary<string, Secret>()));
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(NoApp);
        }

        if (reply.Parameters.TryGetValue("error", out var error))
        {
            return TikTokTokenErrors.OfConsent(error);
        }

        if (!reply.Parameters.TryGetValue("code", out var code) || code.Length == 0)
        {
            return new GrantAnswer.Refused(
                new PlatformProblem(
                    "atlas/no-code",
                    "TikTok sent nobody's consent along.",
                    "Connect again.",
                    TikTokErrors.TokenPage
                )
            );
        }

        return await TradeAsync(
            [
                new("client_key", app.ClientId),
                new("client_secret", app.ClientSecret.Reveal()),
                new("code", code),
                new("grant_type", "authorization_code"),
                new("redirect_uri", reply.RedirectUri.AbsoluteUri),
                new("code_verifier", reply.CodeVerifier),
            ],
            cancellationToken
        );
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        if (!grant.Scopes.Contains("video.upload") && !grant.Scopes.Contains("video.publish"))
        {
            return new AccountsAnswer.Accounts(
                [],
                [
                    new UnusableAccount(
                        Platform.TikTok,
                        "TikTok account",
                        new PlatformProblem(
                            "atlas/scopes",
                            "The account lets us publish neither directly nor to its inbox.",
                            "Connect it again and leave the permissions to upload or post ticked.",
                            TikTokErrors.TokenPage
                        )
                    ),
                ]
            );
        }

        return await accounts.ReadAsync(grant.Tokens.Access, grant.Scopes, cancellationToken) switch
        {
            AccountAnswer.Account account => new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.TikTok,
                        account.AccountId,
                        "creator",
                        account.Name,
                        account.Handle,
                        account.AvatarUrl,
                        grant.Tokens
                    ),
                ],
                []
            ),
            AccountAnswer.Refused refused => new AccountsAnswer.Refused(refused.Problem),
            AccountAnswer.Unavailable unavailable => new AccountsAnswer.Unavailable(unavailable.Problem),
            var other => throw new NotSupportedException(other.GetType().Name),
        };
    }

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null)
        {
            return new GrantAnswer.Unavailable(NoApp);
        }

        return tokens.Refresh is { } refresh
            ? await TradeAsync(
                [
                    new("client_key", app.ClientId),
                    new("client_secret", app.ClientSecret.Reveal()),
                    new("grant_type", "refresh_token"),
                    new("refresh_token", refresh.Reveal()),
                ],
                cancellationToken
            )
            : new GrantAnswer.Refused(TikTokTokenErrors.Dead);
    }

    public async Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null)
        {
            return new RevokeAnswer.NotOffered(
                "Remove the app in TikTok under Settings, Security & permissions, Apps and services."
            );
        }

        var answer = await api.OAuthAsync(
            "revoke",
            [
                new("client_key", app.ClientId),
                new("client_secret", app.ClientSecret.Reveal()),
                new("token", tokens.Access.Reveal()),
            ],
            cancellationToken
        );
        var error = answer.Read(TikTokJson.Default.TikTokTokens)?.Error;
        return answer.Succeeded && error is null || error is "invalid_grant" or "access_token_invalid"
            ? new RevokeAnswer.Revoked() // a token that TikTok does not know is dead already
            : new RevokeAnswer.Unavailable(TikTokTokenErrors.Problem(answer, error));
    }

    private async Task<GrantAnswer> TradeAsync(
        IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.OAuthAsync("token", form, cancellationToken);
        var body = answer.Read(TikTokJson.Default.TikTokTokens);
        if (!answer.Succeeded || body is not { AccessToken: { Length: > 0 } access, Error: null })
        {
            return TikTokTokenErrors.OfTrade(answer, body?.Error);
        }

        var now = time.GetUtcNow();
        var granted = (body.Scope ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new GrantAnswer.Granted(
            new Grant(
                new TokenSet(
                    new Secret(access),
                    now,
                    now + TimeSpan.FromSeconds(body.ExpiresIn ?? 86_400),
                    body.RefreshToken is { Length: > 0 } refresh ? new Secret(refresh) : null,
                    body.RefreshExpiresIn is { } seconds ? now + TimeSpan.FromSeconds(seconds) : null
                ),
                granted,
                [.. Description.Scopes.Select(use => use.Scope).Except(granted)],
                PersonId: body.OpenId
            )
        );
    }

    private static PlatformProblem NoApp =>
        new(
            "atlas/no-app",
            "No TikTok app is set up here.",
            "Enter the client key and secret of an app from developers.tiktok.com.",
            TikTokErrors.TokenPage
        );
}
