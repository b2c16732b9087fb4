using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.X;

/// <summary>OAuth 2.0 with PKCE as a confidential client. The access lives two hours; each refresh replaces the refresh token.</summary>
/// <seealso href="https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code"/>
internal sealed class XLogin(PlatformHttp http, XApi api, XAnswers answers, IOptions<XOptions> options, TimeProvider time)
    : IPlatformLogin
{
    private const string FlowPage = "X API: OAuth 2.0 Authorization Code Flow with PKCE";

    private static readonly ScopeUse[] s_scopes =
    [
        new("tweet.read", "Look up whether a post is live.", "Publishing", Required: true),
        new("tweet.write", "Publish and delete posts.", "Publishing", Required: true),
        new("users.read", "Tell which account connects, with name and picture.", "Publishing", Required: true),
        new("media.write", "Upload pictures and videos for posts.", "Pictures and videos", Required: false),
        new("offline.access", "Publish when the person is not there.", "Publishing", Required: true),
    ];

    private readonly XOptions _options = options.Value;
    private readonly string _root = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/');

    public LoginDescription Description { get; } =
        new(
            "x",
            "X",
            LoginFlow.Redirect,
            [Platform.X],
            App: "x",
            Fields: [],
            s_scopes,
            new RefreshRule(AtFraction: 0.7, MinimumAge: TimeSpan.FromMinutes(5), Rotates: true),
            CanRevoke: true,
            FlowPage
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(NoApp()));
        }

        (string Name, string Value)[] query =
        [
            ("response_type", "code"),
            ("client_id", app.ClientId),
            ("redirect_uri", request.RedirectUri.OriginalString),
            ("scope", string.Join(' ', request.Scopes)),
            ("state", request.State),
            ("code_challenge", Challenge(request.CodeVerifier)),
            ("code_challenge_method", "S256"),
        ];
        var url = $"{_options.WebBaseUrl.AbsoluteUri.TrimEnd('/')}/i/oauth2/authorize?{Form(query)}";
        return Task.FromResult<LoginStart>(new LoginStart.Redirect(new Uri(url), new Dictionary<string, Secret>()));
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(NoApp());
        }

        if (reply.Parameters.GetValueOrDefault("code") is not { Length: > 0 } code)
        {
            var error = reply.Parameters.GetValueOrDefault("error") ?? "atlas/no-code";
            return new GrantAnswer.Refused(
                new PlatformProblem(error, "You did not let X connect the account.", "Start again, and allow it.", FlowPage)
            );
        }

        var answer = await SendAsync(
            "token",
            app,
            cancellationToken,
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", reply.RedirectUri.OriginalString),
            ("code_verifier", reply.CodeVerifier)
        );
        return GrantOf(answer, before: null) is { } grant ? new GrantAnswer.Granted(grant)
            : ErrorOf(answer) is { } refusal
                ? new GrantAnswer.Refused(Refusal(refusal, "X did not take the code: it lives for 30 seconds."))
            : new GrantAnswer.Unavailable(answers.Problem(answer));
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var answer = await api.ReadMeAsync(grant.Tokens.Access, cancellationToken);
        if (UserOf(answer) is { } user)
        {
            return new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.X,
                        user.Id!,
                        "account",
                        user.Name ?? user.Username!,
                        user.Username,
                        user.ProfileImageUrl,
                        grant.Tokens
                    ),
                ],
                []
            );
        }

        return answers.ErrorOf(answer)?.Rule is { Class: RefusalClass.Reconnect or RefusalClass.Rejected }
            ? new AccountsAnswer.Refused(answers.Problem(answer))
            : new AccountsAnswer.Unavailable(answers.Problem(answer));
    }

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null || tokens.Refresh is not { } refresh)
        {
            return new GrantAnswer.Unavailable(
                app is null
                    ? NoApp()
                    : new PlatformProblem(
                        "atlas/no-refresh-token",
                        "X gave no refresh token for this channel.",
                        "Connect it again and give offline access.",
                        FlowPage
                    )
            );
        }

        var answer = await SendAsync(
            "token",
            app,
            cancellationToken,
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.Reveal())
        );
        if (GrantOf(answer, tokens) is { } grant)
        {
            return new GrantAnswer.Granted(grant);
        }

        // Apart from a dead token only a broken request of ours is an invalid_request, and that names what it misses.
        return ErrorOf(answer) switch
        {
            { Error: "invalid_grant" }
            or { Error: "invalid_request", ErrorDescription: "Value passed for the token was invalid." } =>
                new GrantAnswer.Refused(
                    Refusal(ErrorOf(answer)!, "The access was taken away at X, or its refresh token was used before.")
                ),
            { } refusal => new GrantAnswer.Unavailable(Refusal(refusal, "X did not renew the access.")),
            null => new GrantAnswer.Unavailable(answers.Problem(answer)),
        };
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
                "At x.com under Settings, Security, Apps and sessions the person can take the access away."
            );
        }

        // The refresh token first: without it the access ends within two hours whatever happens.
        foreach (var token in new[] { tokens.Refresh, tokens.Access }.OfType<Secret>())
        {
            var answer = await SendAsync("revoke", app, cancellationToken, ("token", token.Reveal()));
            if (!answer.Succeeded && ErrorOf(answer) is not { Error: "invalid_request" or "invalid_grant" })
            {
                return new RevokeAnswer.Unavailable(answers.Problem(answer));
            }
        }

        return new RevokeAnswer.Revoked();
    }

    /// <summary>The account of a token, or null where it could not be read.</summary>
    public static XUser? UserOf(PlatformAnswer answer) =>
        answer.Succeeded && answer.Read(XJson.Default.XDataXUser)?.Data is { Id.Length: > 0, Username.Length: > 0 } user
            ? user
            : null;

    private Grant? GrantOf(PlatformAnswer answer, TokenSet? before)
    {
        if (!answer.Succeeded || answer.Read(XJson.Default.XTokenAnswer) is not { AccessToken: { Length: > 0 } access } said)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var tokens = new TokenSet(
            new Secret(access),
            now,
            said.ExpiresIn is { } seconds ? now.AddSeconds(seconds) : null,
            said.RefreshToken is { Length: > 0 } refresh ? new Secret(refresh) : before?.Refresh
        );
        string[] scopes = (said.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var asked = s_scopes.Select(use => use.Scope);
        return scopes.Length == 0 ? new Grant(tokens, [.. asked], []) : new Grant(tokens, scopes, [.. asked.Except(scopes)]);
    }

    private static XTokenAnswer? ErrorOf(PlatformAnswer answer) =>
        answer is { Outcome: CallOutcome.Answered, Succeeded: false, IsServerFault: false }
        && answer.Read(XJson.Default.XTokenAnswer) is { Error: not null } error
            ? error
            : null;

    private Task<PlatformAnswer> SendAsync(
        string call,
        PlatformApp app,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] form
    )
    {
        var client = $"{Uri.EscapeDataString(app.ClientId)}:{Uri.EscapeDataString(app.ClientSecret.Reveal())}";
        var body = Form(form);
        return http.SendAsync(
            new PlatformRequest(
                $"POST /2/oauth2/{call}",
                HttpMethod.Post,
                $"{_root}/2/oauth2/{call}",
                _options.WriteTimeout,
                Content: () =>
                    new ByteArrayContent(Encoding.ASCII.GetBytes(body))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") },
                    },
                Headers: [new("Authorization", "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(client)))]
            ),
            cancellationToken
        );
    }

    private static string Challenge(string verifier) =>
        Convert
            .ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');

    private static string Form(IEnumerable<(string Name, string Value)> pairs) =>
        string.Join('&', pairs.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));

    private static PlatformProblem NoApp() =>
        new(
            "atlas/no-app",
            "There is no X app to connect with.",
            "Enter the client id and secret of a developer app of yours.",
            FlowPage
        );

    private static PlatformProblem Refusal(XTokenAnswer refusal, string message) =>
        refusal.Error is "invalid_client" or "unauthorized_client"
            ? new(
                refusal.Error,
                "X does not know the developer app or its secret.",
                "Check the client id and secret of the X app.",
                FlowPage
            )
            : new(refusal.Error!, message, "Connect the account again.", FlowPage);
}
