using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Mastodon;

/// <summary>Connects an account on whichever server it is: the app registers itself there first.</summary>
/// <seealso href="https://docs.joinmastodon.org/client/authorized/"/>
internal sealed class MastodonLogin(
    MastodonApi api,
    MastodonHttp http,
    MastodonAccounts accounts,
    MastodonVerdicts verdicts,
    TimeProvider time
) : IPlatformLogin
{
    public const string Name = "mastodon";
    private const string ServerField = "server";
    private const string ClientIdKept = "clientId";
    private const string ClientSecretKept = "clientSecret";
    private const string Source = "Mastodon API: OAuth";

    public LoginDescription Description { get; } =
        new(
            Name,
            "Mastodon",
            LoginFlow.Redirect,
            [Platform.Mastodon],
            App: null,
            [
                new LoginField(
                    ServerField,
                    "Server",
                    "The part of your address behind the second @, such as mastodon.social.",
                    IsSecret: false
                ),
            ],
            [
                new ScopeUse("read:accounts", "Reads your account's name and picture.", "Publishing", Required: true),
                new ScopeUse(
                    "read:statuses",
                    "Looks whether a post went out when the server's answer was lost, and reads its counts.",
                    "Publishing",
                    Required: true
                ),
                new ScopeUse("write:statuses", "Publishes, edits and deletes your posts.", "Publishing", Required: true),
                new ScopeUse(
                    "write:media",
                    "Uploads the pictures and videos of your posts.",
                    "Pictures and videos",
                    Required: false
                ),
            ],
            Refresh: null, // tokens have no end until they are revoked
            CanRevoke: true,
            Source
        );

    public async Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (
            request.Fields.GetValueOrDefault(ServerField)?.Reveal() is not { } typed
            || MastodonHttp.HostOf(typed) is not { } host
        )
        {
            return new LoginStart.Refused(
                new PlatformProblem("atlas/server", "This is no Mastodon server's name.", "Give it as mastodon.social.", Source)
            );
        }

        var (server, scopes) = (http.ServerOf(host), string.Join(' ', request.Scopes));
        var answer = await api.RegisterAsync(server, request.RedirectUri.OriginalString, scopes, cancellationToken);
        if (
            !answer.Succeeded
            || answer.Read(MastodonJson.Default.MastodonApp) is not { ClientId: { } id, ClientSecret: { } secret }
        )
        {
            return new LoginStart.Unavailable(
                new PlatformProblem(
                    "atlas/server-silent",
                    $"{host} did not answer as a Mastodon server does.",
                    "Check the server's name, or try again later.",
                    Source
                )
            );
        }

        (string Name, string Value)[] query =
        [
            ("response_type", "code"),
            ("client_id", id),
            ("redirect_uri", request.RedirectUri.OriginalString),
            ("scope", scopes),
            ("state", request.State),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(request.CodeVerifier)))),
            ("code_challenge_method", "S256"),
        ];
        var text = string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        return new LoginStart.Redirect(
            new Uri($"{server}/oauth/authorize?{text}"),
            new Dictionary<string, Secret>
            {
                [ServerField] = new(host),
                [ClientIdKept] = new(id),
                [ClientSecretKept] = new(secret),
            }
        );
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (
            reply.Kept.GetValueOrDefault(ServerField)?.Reveal() is not { } host
            || reply.Kept.GetValueOrDefault(ClientIdKept)?.Reveal() is not { } id
            || reply.Kept.GetValueOrDefault(ClientSecretKept)?.Reveal() is not { } secret
        )
        {
            return Refused("atlas/kept", "What was remembered of the login is gone.", "Start connecting again.");
        }

        if (reply.Parameters.GetValueOrDefault("code") is not { Length: > 0 } code)
        {
            return reply.Parameters.GetValueOrDefault("error") is "access_denied"
                ? Refused("access_denied", "The person did not allow access.", "Connect again and allow it.")
                : Refused("atlas/no-code", "The server came back without a code.", "Start connecting again.");
        }

        var server = http.ServerOf(host);
        var answer = await api.ExchangeAsync(
            server,
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("client_id", id),
                new("client_secret", secret),
                new("redirect_uri", reply.RedirectUri.OriginalString),
                new("code_verifier", reply.CodeVerifier),
            ],
            cancellationToken
        );
        if (answer.Succeeded && answer.Read(MastodonJson.Default.MastodonToken) is { AccessToken: { Length: > 0 } token } body)
        {
            string[] asked = [.. Description.Scopes.Select(scope => scope.Scope)];
            var granted = body.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? asked;
            // Revoking needs the app that was registered at this server: it is kept beside the token.
            var set = new TokenSet(new Secret(token), time.GetUtcNow(), Owner: new Secret($"{id} {secret}"));
            return new GrantAnswer.Granted(new Grant(set, granted, [.. asked.Except(granted)], server));
        }

        return answer is { Outcome: CallOutcome.Answered, Status: 400 or 401 }
            ? Refused("invalid_grant", "The server's code was used already or has expired.", "Start connecting again.")
            : new GrantAnswer.Unavailable(verdicts.Problem(answer));
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var server = grant.Server ?? throw new ArgumentException("A grant of Mastodon's has a server.", nameof(grant));
        var (account, problem) = await accounts.ReadAsync(server, grant.Tokens.Access, cancellationToken);
        var host = server[(server.LastIndexOf('/') + 1)..];
        return (account, problem) switch
        {
            ({ } found, _) => new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.Mastodon,
                        $"{found.Id}@{host}",
                        "account",
                        MastodonAccounts.NameOf(found),
                        $"{found.Username}@{host}",
                        found.Avatar,
                        grant.Tokens,
                        Server: server
                    ),
                ],
                []
            ),
            (_, AccountAnswer.Refused refused) => new AccountsAnswer.Refused(refused.Problem),
            _ => new AccountsAnswer.Unavailable(((AccountAnswer.Unavailable)problem!).Problem),
        };
    }

    public Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Mastodon's tokens need no refresh.");

    public async Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (tokens.Owner?.Reveal().Split(' ') is not [var id, var secret] || channel.Server is not { } server)
        {
            return new RevokeAnswer.NotOffered(
                "Remove the app on the account's server under Preferences, Account, Authorized apps."
            );
        }

        var answer = await api.RevokeAsync(server, id, secret, tokens.Access, cancellationToken);
        return answer.Succeeded ? new RevokeAnswer.Revoked() : new RevokeAnswer.Unavailable(verdicts.Problem(answer));
    }

    private static GrantAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source));
}
