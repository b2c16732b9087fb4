using System.Collections.Concurrent;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Functions.Tests.App;

/// <summary>
/// A login whose codes say what comes of them: <c>code=ana:page1,page2</c> is Ana's consent with two Pages. Each of its tokens
/// begins with <see cref="Canary"/>, so that a test can look for them.
/// </summary>
public sealed class PretendedLogin(string name, LoginFlow flow) : IPlatformLogin
{
    public const string Canary = "cnry";
    private int _issued;

    public LoginDescription Description { get; } =
        new(
            name,
            $"Pretended {name}",
            flow,
            [Platform.Instagram],
            App: flow == LoginFlow.Redirect ? "meta" : null,
            flow == LoginFlow.Form ? [new LoginField("password", "App password", "It is in the settings.", IsSecret: true)] : [],
            [
                new ScopeUse("publish", "Publishes what you schedule.", "Publishing", Required: true),
                new ScopeUse("comments", "Reads and answers comments.", "Comments", Required: false),
                new ScopeUse("ads", "Lists your ad accounts.", "Ad accounts", Required: false, Extra: "adAccounts"),
            ],
            new RefreshRule(0.5, TimeSpan.Zero, Rotates: true),
            CanRevoke: true,
            "The manual"
        );

    public ConcurrentQueue<LoginRequest> Started { get; } = new();

    public ConcurrentQueue<PlatformApp?> Apps { get; } = new();

    public ConcurrentQueue<string> Revoked { get; } = new();

    public ConcurrentQueue<string> Subscribed { get; } = new();

    public ConcurrentQueue<string> Tokens { get; } = new();

    public ConcurrentQueue<string> Refreshed { get; } = new();

    /// <summary>Answers of the revoke call that come first.</summary>
    public ConcurrentQueue<RevokeAnswer> RevokeAnswers { get; } = new();

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        Started.Enqueue(request);
        return Task.FromResult<LoginStart>(
            new LoginStart.Redirect(
                new Uri($"https://network.example/consent?state={request.State}"),
                new Dictionary<string, Secret> { ["kept"] = Token("kept") }
            )
        );
    }

    public Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        Apps.Enqueue(reply.App);
        var code = flow == LoginFlow.Form ? reply.Fields["password"].Reveal() : reply.Parameters.GetValueOrDefault("code", "");
        if (flow == LoginFlow.Redirect)
        {
            Assert.StartsWith(Canary, reply.Kept["kept"].Reveal(), StringComparison.Ordinal);
            Assert.Contains(Started, request => request.CodeVerifier == reply.CodeVerifier);
        }

        if (!code.Contains(':'))
        {
            return Task.FromResult<GrantAnswer>(
                new GrantAnswer.Refused(
                    new PlatformProblem("denied", "You did not allow it.", "Start again and allow it.", "The manual")
                )
            );
        }

        var declined = reply.Parameters.ContainsKey("declined");
        // Old enough to be renewed as soon as somebody looks.
        var tokens = new TokenSet(
            Token(code),
            DateTimeOffset.UtcNow.AddMinutes(-50),
            DateTimeOffset.UtcNow.AddMinutes(10),
            Token("refresh"),
            Owner: Token("owner")
        );
        return Task.FromResult<GrantAnswer>(
            new GrantAnswer.Granted(
                new Grant(
                    tokens,
                    declined ? ["publish"] : ["publish", "comments", "ads"], // whatever an earlier consent gave is remembered
                    declined ? ["comments"] : [],
                    PersonId: code.Split(':')[0]
                )
            )
        );
    }

    public Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var code = grant.Tokens.Access.Reveal().Split('|')[1];
        return Task.FromResult<AccountsAnswer>(
            new AccountsAnswer.Accounts(
                [
                    .. code.Split(':')[1]
                        .Split(',')
                        .Select(account => new LoginAccount(
                            Platform.Instagram,
                            account,
                            "page",
                            $"Page {account}",
                            account,
                            AvatarUrl: null,
                            grant.Tokens with
                            {
                                Access = Token(account),
                            }
                        )),
                ],
                [
                    new UnusableAccount(
                        Platform.Instagram,
                        "Private",
                        new PlatformProblem("kind", "It is a private account.", "Make it a business account.", "The manual")
                    ),
                ]
            )
            {
                AdAccounts = grant.Scopes.Contains("ads")
                    ? [new AdAccount("act_1", "Bread & Co", "EUR", "active"), new AdAccount("act_2", "Other", null, "unsettled")]
                    : [],
            }
        );
    }

    public Task<GrantAnswer> RefreshAsync(Channel channel, TokenSet tokens, PlatformApp? app, CancellationToken cancellationToken)
    {
        Refreshed.Enqueue(channel.AccountId);
        return Task.FromResult<GrantAnswer>(
            new GrantAnswer.Granted(
                new Grant(
                    tokens with
                    {
                        Access = Token(channel.AccountId),
                        Refresh = Token("refresh"),
                        IssuedAt = DateTimeOffset.UtcNow,
                        AccessExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
                    },
                    [],
                    []
                )
            )
        );
    }

    public Task<RevokeAnswer> RevokeAsync(Channel channel, TokenSet tokens, PlatformApp? app, CancellationToken cancellationToken)
    {
        if (RevokeAnswers.TryDequeue(out var first))
        {
            return Task.FromResult(first);
        }

        Revoked.Enqueue(channel.AccountId);
        return Task.FromResult<RevokeAnswer>(new RevokeAnswer.Revoked());
    }

    public Task<WebhookAnswer> SubscribeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        Subscribed.Enqueue(channel.AccountId);
        return Task.FromResult<WebhookAnswer>(new WebhookAnswer.Subscribed(["comments"]));
    }

    private Secret Token(string what)
    {
        var token = $"{Canary}{Interlocked.Increment(ref _issued):D6}{Guid.NewGuid():N}|{what}";
        Tokens.Enqueue(token);
        return new Secret(token);
    }
}
