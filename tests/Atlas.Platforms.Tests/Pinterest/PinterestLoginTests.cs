using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Pinterest;

public sealed class PinterestLoginTests(PinterestSandbox sandbox) : IClassFixture<PinterestSandbox>
{
    [Fact]
    public async Task Consent_leads_to_an_account_whose_tokens_renew_themselves()
    {
        var actor = await sandbox.ConnectAsync();
        var reply = await ConsentAsync(actor);
        var granted = Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None)).Grant;
        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(granted, actor.App, CancellationToken.None)
        );
        var account = Assert.Single(accounts.Usable);
        Assert.Equal((actor.Channel.AccountId, "business"), (account.AccountId, account.Kind));
        Assert.Empty(granted.Declined);
        Assert.InRange(
            granted.Tokens.AccessExpiresAt!.Value - DateTimeOffset.UtcNow,
            TimeSpan.FromDays(29),
            TimeSpan.FromDays(31)
        );
        Assert.InRange(
            granted.Tokens.RefreshExpiresAt!.Value - DateTimeOffset.UtcNow,
            TimeSpan.FromDays(59),
            TimeSpan.FromDays(61)
        );

        var channel = actor.Channel with { Scopes = granted.Scopes };
        var fresh = Assert.IsType<GrantAnswer.Granted>(await RefreshAsync(channel, granted.Tokens, actor)).Grant;
        Assert.NotEqual(granted.Tokens.Access.Reveal(), fresh.Tokens.Access.Reveal());
        Assert.NotEqual(granted.Tokens.Refresh!.Reveal(), fresh.Tokens.Refresh!.Reveal());
        Assert.Equal(granted.Scopes, fresh.Scopes);
        var pin = sandbox.Pin(actor, "By the fresh token", "three-inks-square.jpg") with { AccessToken = fresh.Tokens.Access };
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(pin)).Answer);

        // The one that was used is dead, and so is everything when the person ends it.
        Assert.IsType<GrantAnswer.Refused>(await RefreshAsync(channel, granted.Tokens, actor));
        await sandbox.EndTokensAsync(actor.Channel);
        var dead = Assert.IsType<GrantAnswer.Refused>(await RefreshAsync(channel, fresh.Tokens, actor));
        Assert.DoesNotContain(fresh.Tokens.Refresh.Reveal(), dead.Problem.Message);
    }

    [Fact]
    public async Task Declined_permissions_a_no_and_a_used_code_are_said()
    {
        var actor = await sandbox.ConnectAsync();
        var reply = await ConsentAsync(actor, allow: true, "boards:write");
        var granted = Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None)).Grant;
        Assert.Equal(["boards:write"], granted.Declined);

        Assert.IsType<GrantAnswer.Refused>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None));
        var no = await sandbox.Login.CompleteAsync(await ConsentAsync(actor, allow: false), CancellationToken.None);
        Assert.Equal("access_denied", Assert.IsType<GrantAnswer.Refused>(no).Problem.Code);
        var wrong = (await ConsentAsync(actor)) with { App = actor.App with { ClientSecret = new Secret("wrong") } };
        Assert.Equal(
            "401/2",
            Assert.IsType<GrantAnswer.Refused>(await sandbox.Login.CompleteAsync(wrong, CancellationToken.None)).Problem.Code
        );
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    [InlineData("throttle")]
    public async Task A_blip_while_refreshing_never_means_dead(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        var refresh = new Secret(actor.Json.GetProperty("refreshToken").GetString()!);
        var tokens = new TokenSet(actor.Token, DateTimeOffset.UtcNow, Refresh: refresh);
        await sandbox.FaultAsync(
            new
            {
                kind = fault,
                operation = "pinterest.oauth.refresh",
                times = 1,
            }
        );

        Assert.IsType<GrantAnswer.Unavailable>(await RefreshAsync(actor.Channel, tokens, actor));
        Assert.IsType<GrantAnswer.Granted>(await RefreshAsync(actor.Channel, tokens, actor));
    }

    [Fact]
    public async Task A_token_that_a_person_has_says_whose_it_is()
    {
        var actor = await sandbox.ConnectAsync();
        Assert.Equal(actor.Channel.AccountId, Assert.IsType<AccountAnswer.Account>(await ReadAsync(actor.Token)).AccountId);
        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(actor.Token, accountId: "1"));
        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(new Secret("pina_nobody")));
        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(await sandbox.MintAsync(actor, "user_accounts:read")));
    }

    [Fact]
    public async Task A_person_is_told_where_to_end_the_grant()
    {
        var actor = await sandbox.ConnectAsync();
        var answer = await sandbox.Login.RevokeAsync(
            actor.Channel,
            new TokenSet(actor.Token, DateTimeOffset.UtcNow),
            actor.App,
            CancellationToken.None
        );

        Assert.Contains("Connected apps", Assert.IsType<RevokeAnswer.NotOffered>(answer).How);
    }

    private Task<AccountAnswer> ReadAsync(Secret token, string? accountId = null) =>
        sandbox.Accounts.ReadAccountAsync("pinterest", token, accountId, CancellationToken.None);

    private Task<GrantAnswer> RefreshAsync(Channel channel, TokenSet tokens, SimulatedAccount actor) =>
        sandbox.Login.RefreshAsync(channel, tokens, actor.App, CancellationToken.None);

    private async Task<LoginReply> ConsentAsync(SimulatedAccount actor, bool allow = true, params string[] declined)
    {
        var start = await sandbox.Login.StartAsync(sandbox.Request(actor), CancellationToken.None);
        var url = Assert.IsType<LoginStart.Redirect>(start).Url;
        var parameters = await sandbox.ConsentAsync(url, actor.Channel.Handle!, allow, declined);
        Assert.Equal("state-1", parameters["state"]);
        return sandbox.Reply(actor, parameters);
    }
}
