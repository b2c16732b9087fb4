using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Threads;

public sealed class ThreadsLoginTests(ThreadsSandbox sandbox) : IClassFixture<ThreadsSandbox>
{
    [Fact]
    public async Task Consent_leads_to_a_profile_with_a_token_of_sixty_days()
    {
        var actor = await sandbox.ConnectAsync();
        var reply = await ConsentAsync(actor);

        var granted = Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None)).Grant;
        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(granted, actor.App, CancellationToken.None)
        );

        Assert.Empty(granted.Declined);
        Assert.Null(granted.Tokens.Refresh);
        Assert.InRange(
            granted.Tokens.AccessExpiresAt!.Value - DateTimeOffset.UtcNow,
            TimeSpan.FromDays(59),
            TimeSpan.FromDays(61)
        );
        var account = Assert.Single(accounts.Usable);
        Assert.Equal((actor.Channel.AccountId, actor.Channel.Handle), (account.AccountId, account.Handle));
        Assert.NotNull(account.AvatarUrl);
        var post = sandbox.Post(actor, "By the new token") with { AccessToken = account.Tokens.Access };
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(post)).Answer);
    }

    [Fact]
    public async Task Declined_permissions_are_noticed()
    {
        var actor = await sandbox.ConnectAsync();
        var reply = await ConsentAsync(actor, allow: true, "threads_delete", "threads_manage_insights");

        var granted = Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None)).Grant;

        Assert.Equal(["threads_delete", "threads_manage_insights"], granted.Declined.Order());
        Assert.DoesNotContain("threads_delete", granted.Scopes);
        Assert.Contains("threads_content_publish", granted.Scopes);
    }

    [Fact]
    public async Task A_no_is_a_refusal_and_a_code_works_once()
    {
        var actor = await sandbox.ConnectAsync();
        var no = Assert.IsType<GrantAnswer.Refused>(
            await sandbox.Login.CompleteAsync(await ConsentAsync(actor, allow: false), CancellationToken.None)
        );
        Assert.Equal("access_denied", no.Problem.Code);

        var reply = await ConsentAsync(actor);
        Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None));
        var again = Assert.IsType<GrantAnswer.Refused>(await sandbox.Login.CompleteAsync(reply, CancellationToken.None));
        Assert.DoesNotContain(reply.Parameters["code"], again.Problem.Message);
        var wrongSecret = await ConsentAsync(actor);
        var badApp = Assert.IsType<GrantAnswer.Refused>(
            await sandbox.Login.CompleteAsync(
                wrongSecret with
                {
                    App = actor.App with { ClientSecret = new Secret("wrong") },
                },
                CancellationToken.None
            )
        );
        Assert.Equal("oauth/400", badApp.Problem.Code);
        Assert.IsType<LoginStart.Refused>(
            await sandbox.Login.StartAsync(sandbox.Request(actor) with { App = null }, CancellationToken.None)
        );
    }

    [Fact]
    public async Task A_token_is_traded_for_a_fresh_one_when_it_is_a_day_old_until_it_is_dead()
    {
        var actor = await sandbox.ConnectAsync();
        var tokens = new TokenSet(actor.Token, DateTimeOffset.UtcNow);
        Assert.True(
            sandbox.Login.Description.Refresh is { WithoutRefreshToken: true, Rotates: false, MinimumAge.TotalHours: 24 }
        );
        var young = await sandbox.Login.RefreshAsync(actor.Channel, tokens, actor.App, CancellationToken.None);
        Assert.IsType<GrantAnswer.Unavailable>(young);
        try
        {
            await sandbox.SetAsync(new { clockOffsetSeconds = 25 * 3600 });
            var fresh = Assert.IsType<GrantAnswer.Granted>(
                await sandbox.Login.RefreshAsync(actor.Channel, tokens, actor.App, CancellationToken.None)
            );
            Assert.NotEqual(actor.Token.Reveal(), fresh.Grant.Tokens.Access.Reveal());

            await sandbox.EndTokensAsync(actor.Channel);
            var dead = Assert.IsType<GrantAnswer.Refused>(
                await sandbox.Login.RefreshAsync(actor.Channel, fresh.Grant.Tokens, actor.App, CancellationToken.None)
            );
            Assert.Equal("190/460", dead.Problem.Code);
        }
        finally
        {
            await sandbox.SetAsync(new { clockOffsetSeconds = 0 });
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    [InlineData("throttle")]
    public async Task A_blip_while_refreshing_never_means_dead(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = fault,
                operation = "threads.token.refresh",
                times = 3,
            }
        );

        var answer = await sandbox.Login.RefreshAsync(
            actor.Channel,
            new TokenSet(actor.Token, DateTimeOffset.UtcNow),
            actor.App,
            CancellationToken.None
        );

        Assert.IsType<GrantAnswer.Unavailable>(answer);
        // Reads are tried three times: what is left of the rule would strike another test.
        await sandbox.Login.RefreshAsync(
            actor.Channel,
            new TokenSet(actor.Token, DateTimeOffset.UtcNow),
            actor.App,
            CancellationToken.None
        );
        await sandbox.Login.RefreshAsync(
            actor.Channel,
            new TokenSet(actor.Token, DateTimeOffset.UtcNow),
            actor.App,
            CancellationToken.None
        );
    }

    [Fact]
    public async Task A_token_that_a_person_has_says_whose_it_is_and_what_it_may()
    {
        var actor = await sandbox.ConnectAsync();
        var account = Assert.IsType<AccountAnswer.Account>(await ReadAsync(actor.Token));
        Assert.Equal(actor.Channel.AccountId, account.AccountId);
        Assert.Contains("threads_delete", account.Scopes);

        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(actor.Token, accountId: "1"));
        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(new Secret("THAAnobody")));
        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(await sandbox.MintAsync(actor, "threads_basic")));
        Assert.IsType<AccountAnswer.Refused>(await ReadAsync(actor.Token, login: "facebook"));
    }

    [Fact]
    public async Task Threads_has_no_call_that_ends_a_grant_and_the_person_is_told_where_to()
    {
        var actor = await sandbox.ConnectAsync();
        var answer = await sandbox.Login.RevokeAsync(
            actor.Channel,
            new TokenSet(actor.Token, DateTimeOffset.UtcNow),
            actor.App,
            CancellationToken.None
        );

        Assert.False(sandbox.Login.Description.CanRevoke);
        Assert.Contains("Settings", Assert.IsType<RevokeAnswer.NotOffered>(answer).How);
    }

    private Task<AccountAnswer> ReadAsync(Secret token, string? accountId = null, string login = "threads") =>
        sandbox.Accounts.ReadAccountAsync(login, token, accountId, CancellationToken.None);

    private async Task<LoginReply> ConsentAsync(SimulatedAccount actor, bool allow = true, params string[] declined)
    {
        var start = await sandbox.Login.StartAsync(sandbox.Request(actor), CancellationToken.None);
        var url = Assert.IsType<LoginStart.Redirect>(start).Url;
        var parameters = await sandbox.ConsentAsync(url, actor.Channel.Handle!, allow, declined);
        Assert.Equal("state-1", parameters["state"]);
        return sandbox.Reply(actor, parameters);
    }
}
