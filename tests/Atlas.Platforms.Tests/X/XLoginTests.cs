using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Tests.X;

/// <summary>Consent, code, tokens, account, rotating refresh and revocation against the simulated network.</summary>
public sealed class XLoginTests(XSandbox sandbox) : IClassFixture<XSandbox>
{
    private static readonly Uri s_back = new("https://atlas.example/connect/x/callback");
    private static readonly string s_verifier = string.Concat(Enumerable.Repeat("aZ9-._~", 8));

    [Fact]
    public async Task A_consent_opens_the_account_and_only_its_own_verifier_takes_the_code()
    {
        var actor = await sandbox.ConnectAsync();
        var code = await ConsentAsync(actor);

        var stolen = await CompleteAsync(code, new string('x', 50));
        var grant = Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(code, s_verifier)).Grant;
        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(grant, XSandbox.App, CancellationToken.None)
        );

        Assert.IsType<GrantAnswer.Refused>(stolen);
        Assert.Equal(actor.Channel.AccountId, Assert.Single(accounts.Usable).AccountId);
        Assert.Equal(actor.Channel.Handle, accounts.Usable[0].Handle);
        Assert.InRange(
            grant.Tokens.AccessExpiresAt!.Value - grant.Tokens.IssuedAt,
            TimeSpan.FromMinutes(119),
            TimeSpan.FromMinutes(121)
        );
        Assert.Empty(grant.Declined);
    }

    [Fact]
    public async Task Each_refresh_replaces_the_refresh_token_and_a_used_one_is_dead()
    {
        var actor = await sandbox.ConnectAsync();
        var grant = Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(await ConsentAsync(actor), s_verifier)).Grant;

        await sandbox.FaultAsync(
            new
            {
                kind = "serverError",
                operation = "x.oauth.refresh",
                times = 1,
            }
        );
        var blip = await RefreshAsync(actor, grant.Tokens);
        var wrongApp = await sandbox.Login.RefreshAsync(
            actor.Channel,
            grant.Tokens,
            XSandbox.App with
            {
                ClientSecret = new Secret("wrong"),
            },
            CancellationToken.None
        );
        var first = Assert.IsType<GrantAnswer.Granted>(await RefreshAsync(actor, grant.Tokens)).Grant.Tokens;
        var used = await RefreshAsync(actor, grant.Tokens);
        var second = await RefreshAsync(actor, first);

        Assert.IsType<GrantAnswer.Unavailable>(blip);
        Assert.IsType<GrantAnswer.Unavailable>(wrongApp);
        Assert.NotEqual(grant.Tokens.Refresh!.Reveal(), first.Refresh!.Reveal());
        Assert.IsType<GrantAnswer.Refused>(used);
        Assert.IsType<GrantAnswer.Granted>(second);
        Assert.True(sandbox.Login.Description.Refresh!.Rotates);
    }

    [Fact]
    public async Task After_revoking_nothing_can_be_refreshed_and_revoking_again_is_fine()
    {
        var actor = await sandbox.ConnectAsync();
        var grant = Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(await ConsentAsync(actor), s_verifier)).Grant;

        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<RevokeAnswer.Revoked>(
                await sandbox.Login.RevokeAsync(actor.Channel, grant.Tokens, XSandbox.App, CancellationToken.None)
            );
        }

        Assert.IsType<GrantAnswer.Refused>(await RefreshAsync(actor, grant.Tokens));
        Assert.IsType<AccountAnswer.Refused>(
            await sandbox.Accounts.ReadAccountAsync("x", grant.Tokens.Access, accountId: null, CancellationToken.None)
        );
    }

    [Fact]
    public async Task A_declined_scope_is_noticed_and_a_declined_login_says_so()
    {
        var actor = await sandbox.ConnectAsync();
        var grant = Assert
            .IsType<GrantAnswer.Granted>(await CompleteAsync(await ConsentAsync(actor, "media.write"), s_verifier))
            .Grant;

        var denied = await sandbox.Login.CompleteAsync(
            Reply(new Dictionary<string, string> { ["error"] = "access_denied" }, s_verifier),
            CancellationToken.None
        );

        Assert.Equal(["media.write"], grant.Declined);
        Assert.Contains("did not let", Assert.IsType<GrantAnswer.Refused>(denied).Problem.Message);
    }

    private Task<GrantAnswer> RefreshAsync(XActor actor, TokenSet tokens) =>
        sandbox.Login.RefreshAsync(actor.Channel, tokens, XSandbox.App, CancellationToken.None);

    private Task<GrantAnswer> CompleteAsync(string code, string verifier) =>
        sandbox.Login.CompleteAsync(Reply(new Dictionary<string, string> { ["code"] = code }, verifier), CancellationToken.None);

    private static LoginReply Reply(IReadOnlyDictionary<string, string> parameters, string verifier) =>
        new(XSandbox.App, s_back, verifier, parameters, new Dictionary<string, Secret>(), new Dictionary<string, Secret>());

    private async Task<string> ConsentAsync(XActor actor, string declined = "")
    {
        var request = new LoginRequest(
            XSandbox.App,
            s_back,
            "state-1",
            s_verifier,
            [.. sandbox.Login.Description.Scopes.Select(use => use.Scope)],
            new Dictionary<string, Secret>()
        );
        var start = Assert.IsType<LoginStart.Redirect>(await sandbox.Login.StartAsync(request, CancellationToken.None));
        Assert.DoesNotContain(s_verifier, start.Url.Query);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["sandbox_user"] = actor.Channel.AccountId,
                ["sandbox_decision"] = "allow",
                ["sandbox_declined"] = declined,
            }
        );
        using var answer = await sandbox.Http.PostAsync(start.Url, form);
        var query = answer.Headers.Location!.Query.TrimStart('?').Split('&');
        Assert.Contains("state=state-1", query);
        return Uri.UnescapeDataString(query.Single(pair => pair.StartsWith("code=", StringComparison.Ordinal))["code=".Length..]);
    }
}
