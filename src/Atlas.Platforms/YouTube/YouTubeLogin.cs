using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>Connects YouTube channels through a Google account.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/guides/auth/server-side-web-apps"/>
internal sealed class YouTubeLogin(
    YouTubeTokens tokens,
    YouTubeChannels channels,
    YouTubeVerdicts verdicts,
    IOptions<YouTubeOptions> options
) : IPlatformLogin
{
    public const string Name = "youtube";

    private static readonly PlatformProblem s_noApp = new(
        "atlas/no-app",
        "No Google app is set up, so YouTube channels can't be connected.",
        "Give the deployment or the workspace a Google client id and secret.",
        YouTubeTokens.Source
    );

    public LoginDescription Description { get; } =
        new(
            Name,
            "YouTube",
            LoginFlow.Redirect,
            [Platform.YouTube],
            App: "google",
            Fields: [],
            [
                new ScopeUse(
                    YouTubeScopes.Manage,
                    "Uploads your videos, makes them visible at their time, changes and deletes them, and adds them to playlists.",
                    "Publishing",
                    Required: true
                ),
                new ScopeUse(
                    YouTubeScopes.Comments,
                    "Writes the first comment under your videos and adds subtitles to them.",
                    "Comments and subtitles",
                    Required: false
                ),
            ],
            new RefreshRule(0.8, TimeSpan.Zero, Rotates: false),
            CanRevoke: true,
            YouTubeTokens.Source
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(s_noApp));
        }

        // Without the prompt a person who consented before gets no refresh token.
        (string Name, string Value)[] query =
        [
            ("client_id", app.ClientId),
            ("redirect_uri", request.RedirectUri.OriginalString),
            ("response_type", "code"),
            ("scope", string.Join(' ', request.Scopes)),
            ("access_type", "offline"),
            ("prompt", "consent"),
            ("state", request.State),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(request.CodeVerifier)))),
            ("code_challenge_method", "S256"),
        ];
        var text = string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        var root = options.Value.ConsentBaseUrl.AbsoluteUri.TrimEnd('/');
        return Task.FromResult<LoginStart>(
            new LoginStart.Redirect(new Uri($"{root}/o/oauth2/v2/auth?{text}"), new Dictionary<string, Secret>())
        );
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(s_noApp);
        }

        if (reply.Parameters.GetValueOrDefault("code") is not { Length: > 0 } code)
        {
            return new GrantAnswer.Refused(YouTubeGrants.NoCode(reply.Parameters.GetValueOrDefault("error")));
        }

        var answer = await tokens.ExchangeAsync(app, code, reply.CodeVerifier, reply.RedirectUri, cancellationToken);
        var body = answer.Read(YouTubeJson.Default.TokenBody);
        if (!answer.Succeeded || tokens.Read(body) is not { } set)
        {
            return YouTubeGrants.NotGranted(answer, body, YouTubeGrants.UsedCode, verdicts.Problem(answer));
        }

        if (set.Refresh is null)
        {
            return new GrantAnswer.Refused(YouTubeGrants.NoRefreshToken);
        }

        string[] asked = [.. Description.Scopes.Select(scope => scope.Scope)];
        var granted = body?.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? asked;
        return new GrantAnswer.Granted(new Grant(set, granted, [.. asked.Except(granted)]));
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var (items, problem, isTheirs) = await channels.ReadAsync(grant.Tokens.Access, cancellationToken);
        if (problem is not null)
        {
            return isTheirs ? new AccountsAnswer.Refused(problem) : new AccountsAnswer.Unavailable(problem);
        }

        return items.Count == 0
            ? new AccountsAnswer.Accounts(
                [],
                [new UnusableAccount(Platform.YouTube, "Google account without a channel", YouTubeChannels.NoChannel)]
            )
            : new AccountsAnswer.Accounts(
                [
                    .. items.Select(item => new LoginAccount(
                        Platform.YouTube,
                        item.Id!,
                        "channel",
                        YouTubeChannels.NameOf(item),
                        item.Snippet?.CustomUrl,
                        YouTubeChannels.AvatarOf(item),
                        grant.Tokens
                    )),
                ],
                []
            );
    }

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet current,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null || current.Refresh is not { } refresh)
        {
            return new GrantAnswer.Refused(app is null ? s_noApp : YouTubeGrants.NoRefreshToken);
        }

        var answer = await tokens.RefreshAsync(app, refresh, cancellationToken);
        var body = answer.Read(YouTubeJson.Default.TokenBody);
        return answer.Succeeded && tokens.Read(body, current) is { } set
            ? new GrantAnswer.Granted(
                new Grant(
                    set,
                    body?.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? channel.Scopes,
                    channel.DeclinedScopes
                )
            )
            : YouTubeGrants.NotGranted(answer, body, YouTubeGrants.Dead, verdicts.Problem(answer));
    }

    public async Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet current,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        var answer = await tokens.RevokeAsync(current.Refresh ?? current.Access, cancellationToken);
        return answer.Succeeded || answer.Read(YouTubeJson.Default.TokenBody)?.Error is "invalid_token"
            ? new RevokeAnswer.Revoked()
            : new RevokeAnswer.Unavailable(verdicts.Problem(answer));
    }
}
