using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Bluesky;

/// <summary>Handle and app password: a session at the account's own server, whose tokens rotate.</summary>
/// <seealso href="https://docs.bsky.app/docs/api/com-atproto-server-create-session"/>
internal sealed class BlueskyLogin(BlueskyApi api, BlueskyServers servers, BlueskyAccounts accounts, TimeProvider time)
    : IPlatformLogin
{
    public const string HandleField = "handle";
    public const string PasswordField = "appPassword";
    public const string ServerField = "server";

    public LoginDescription Description { get; } =
        new(
            "bluesky",
            "Bluesky app password",
            LoginFlow.Form,
            [Platform.Bluesky],
            App: null,
            Fields:
            [
                new(HandleField, "Handle", "The account's handle, such as name.bsky.social.", IsSecret: false),
                new(
                    PasswordField,
                    "App password",
                    "Make one at bsky.app under Settings, Privacy and security, App passwords. Never the account's own password.",
                    IsSecret: true
                ),
                new(
                    ServerField,
                    "Server",
                    "Only for an account on a server of its own: the server's address. Leave it empty to have it looked up.",
                    IsSecret: false,
                    IsOptional: true
                ),
            ],
            Scopes: [],
            new RefreshRule(AtFraction: 0.6, MinimumAge: TimeSpan.Zero, Rotates: true),
            CanRevoke: true,
            BlueskyErrors.SessionPage
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<LoginStart>(
            new LoginStart.Refused(
                new PlatformProblem(
                    "atlas/form",
                    "Bluesky is connected with a handle and an app password.",
                    "Enter both.",
                    BlueskyErrors.SessionPage
                )
            )
        );

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        var handle = Field(reply, HandleField)?.TrimStart('@').ToLowerInvariant();
        if (handle is not { Length: > 0 } || Field(reply, PasswordField) is not { Length: > 0 } password)
        {
            return new GrantAnswer.Refused(
                new PlatformProblem("atlas/fields", "Handle and app password are both needed.", "Enter both.", null)
            );
        }

        var found = await servers.FindAsync(handle, Field(reply, ServerField), cancellationToken);
        if (found.Server is not { } server)
        {
            return found.Answer!;
        }

        var answer = await api.CreateSessionAsync(server, handle, new Secret(password), cancellationToken);
        return BlueskySessions.Granted(answer, server, isRefresh: false, time.GetUtcNow());
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken) =>
        await accounts.ReadAsync(grant.Server ?? api.Entryway, grant.Tokens.Access, cancellationToken) switch
        {
            AccountAnswer.Account account => new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.Bluesky,
                        account.AccountId,
                        "account",
                        account.Name,
                        account.Handle,
                        account.AvatarUrl,
                        grant.Tokens,
                        Server: grant.Server
                    ),
                ],
                []
            ),
            AccountAnswer.Refused refused => new AccountsAnswer.Refused(refused.Problem),
            AccountAnswer.Unavailable unavailable => new AccountsAnswer.Unavailable(unavailable.Problem),
            var other => throw new NotSupportedException(other.GetType().Name),
        };

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (tokens.Refresh is not { } refresh)
        {
            return new GrantAnswer.Refused(BlueskySessions.Dead("atlas/no-refresh"));
        }

        var server = api.ServerOf(channel);
        var answer = await api.RefreshSessionAsync(server, refresh, cancellationToken);
        return BlueskySessions.Granted(answer, server, isRefresh: true, time.GetUtcNow());
    }

    public async Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (tokens.Refresh is not { } refresh)
        {
            return new RevokeAnswer.NotOffered("Delete the app password at bsky.app under Settings, App passwords.");
        }

        var answer = await api.DeleteSessionAsync(api.ServerOf(channel), refresh, cancellationToken);
        return answer.Http.Succeeded || answer.Error is { Code: "ExpiredToken" or "InvalidToken" }
            ? new RevokeAnswer.Revoked()
            : new RevokeAnswer.Unavailable(BlueskySessions.Problem(answer.Http, answer.Error));
    }

    private static string? Field(LoginReply reply, string name) =>
        reply.Fields.TryGetValue(name, out var value) && value.Reveal().Trim() is { Length: > 0 } text ? text : null;
}
