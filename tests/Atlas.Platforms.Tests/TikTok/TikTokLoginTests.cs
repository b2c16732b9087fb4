using System.Web;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Tests.TikTok;

/// <summary>From the consent page to revoked, against the simulated network.</summary>
public sealed class TikTokLoginTests(TikTokSandbox sandbox) : IClassFixture<TikTokSandbox>
{
    private const string Verifier = "a-verifier-of-at-least-forty-three-characters-0123";

    private static readonly Uri s_redirect = new("https://app.example/api/oauth/tiktok/callback");

    [Fact]
    public async Task Consent_opens_the_account_and_its_tokens_rotate_until_they_are_revoked()
    {
        var account = await sandbox.NewAccountAsync();
        var grant = await GrantAsync(account.GetProperty("username").GetString()!);

        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(grant, TikTokSandbox.Audited, CancellationToken.None)
        );
        var usable = Assert.Single(accounts.Usable);
        Assert.Equal(account.GetProperty("accountId").GetString(), usable.AccountId);
        Assert.Equal(account.GetProperty("username").GetString(), usable.Handle);
        Assert.Empty(grant.Declined);
        Assert.InRange(
            grant.Tokens.AccessExpiresAt!.Value - grant.Tokens.IssuedAt,
            TimeSpan.FromHours(23),
            TimeSpan.FromHours(24)
        );
        Assert.InRange(
            grant.Tokens.RefreshExpiresAt!.Value - grant.Tokens.IssuedAt,
            TimeSpan.FromDays(364),
            TimeSpan.FromDays(365)
        );

        var channel = TikTokPosts.Channel(usable.AccountId);
        var second = await RefreshAsync(channel, grant.Tokens);
        Assert.NotEqual(grant.Tokens.Refresh!.Reveal(), second.Refresh!.Reveal());
        var used = await sandbox.Login.RefreshAsync(channel, grant.Tokens, TikTokSandbox.Audited, CancellationToken.None);
        Assert.Equal("invalid_grant", Assert.IsType<GrantAnswer.Refused>(used).Problem.Code);

        var revoked = await sandbox.Login.RevokeAsync(channel, second, TikTokSandbox.Audited, CancellationToken.None);
        Assert.IsType<RevokeAnswer.Revoked>(revoked);
        var dead = await sandbox.Accounts.ReadAccountAsync("tiktok", second.Access, null, CancellationToken.None);
        Assert.Equal("access_token_invalid", Assert.IsType<AccountAnswer.Refused>(dead).Problem.Code);
        var gone = await sandbox.Login.RefreshAsync(channel, second, TikTokSandbox.Audited, CancellationToken.None);
        Assert.IsType<GrantAnswer.Refused>(gone);
    }

    [Fact]
    public async Task Declined_scopes_are_noticed()
    {
        var username = (await sandbox.NewAccountAsync()).GetProperty("username").GetString()!;

        var grant = await GrantAsync(username, "video.publish", "user.info.profile");

        Assert.Equal(["user.info.profile", "video.publish"], grant.Declined.Order());
        var accounts = await sandbox.Login.ListAccountsAsync(grant, TikTokSandbox.Audited, CancellationToken.None);
        Assert.Null(Assert.Single(Assert.IsType<AccountsAnswer.Accounts>(accounts).Usable).Handle);
    }

    [Fact]
    public async Task An_account_that_allows_no_publishing_is_named_as_unusable()
    {
        var username = (await sandbox.NewAccountAsync()).GetProperty("username").GetString()!;

        var grant = await GrantAsync(username, "video.publish", "video.upload");

        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(grant, TikTokSandbox.Audited, CancellationToken.None)
        );
        Assert.Empty(accounts.Usable);
        Assert.Contains("neither directly nor to its inbox", Assert.Single(accounts.Unusable).Problem.Message);
    }

    [Fact]
    public async Task Somebody_who_declines_is_told_so()
    {
        var username = (await sandbox.NewAccountAsync()).GetProperty("username").GetString()!;
        var back = await sandbox.ConsentAsync(await StartAsync(), username, allows: false);

        var answer = await CompleteAsync(back, TikTokSandbox.Audited);

        Assert.Equal("access_denied", Assert.IsType<GrantAnswer.Refused>(answer).Problem.Code);
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_verifier()
    {
        var username = (await sandbox.NewAccountAsync()).GetProperty("username").GetString()!;
        var back = await sandbox.ConsentAsync(await StartAsync(), username);

        var wrong = await CompleteAsync(back, TikTokSandbox.Audited, Verifier.ToUpperInvariant());
        var right = await CompleteAsync(back, TikTokSandbox.Audited);
        var again = await CompleteAsync(back, TikTokSandbox.Audited);

        Assert.IsType<GrantAnswer.Refused>(wrong);
        Assert.IsType<GrantAnswer.Granted>(right);
        Assert.IsType<GrantAnswer.Refused>(again);
    }

    [Fact]
    public async Task A_wrong_secret_or_a_silent_server_does_not_mean_that_the_account_is_lost()
    {
        var username = (await sandbox.NewAccountAsync()).GetProperty("username").GetString()!;
        var grant = await GrantAsync(username);
        var channel = TikTokPosts.Channel();
        var wrong = TikTokSandbox.Audited with { ClientSecret = new Secret("another") };

        var refused = await sandbox.Login.RefreshAsync(channel, grant.Tokens, wrong, CancellationToken.None);
        await sandbox.FaultAsync(
            new
            {
                kind = "serverError",
                operation = "tiktok.oauth.refresh",
                times = 1,
            }
        );
        var silent = await sandbox.Login.RefreshAsync(channel, grant.Tokens, TikTokSandbox.Audited, CancellationToken.None);

        Assert.Equal("invalid_client", Assert.IsType<GrantAnswer.Unavailable>(refused).Problem.Code);
        Assert.IsType<GrantAnswer.Unavailable>(silent);
        Assert.DoesNotContain("another", refused.ToString());
        await RefreshAsync(channel, grant.Tokens);
    }

    [Fact]
    public async Task Without_an_app_there_is_nothing_to_begin()
    {
        var request = new LoginRequest(
            null,
            s_redirect,
            "state",
            Verifier,
            ["user.info.basic"],
            new Dictionary<string, Secret>()
        );

        var answer = await sandbox.Login.StartAsync(request, CancellationToken.None);

        Assert.Equal("atlas/no-app", Assert.IsType<LoginStart.Refused>(answer).Problem.Code);
    }

    [Fact]
    public void The_description_asks_for_what_it_explains()
    {
        var description = sandbox.Login.Description;

        Assert.Equal(("tiktok", "tiktok"), (description.Name, description.App));
        Assert.Equal(LoginFlow.Redirect, description.Flow);
        Assert.Equal([Platform.TikTok], description.Platforms);
        Assert.True(description is { CanRevoke: true, Refresh.Rotates: true });
        Assert.All(description.Scopes, use => Assert.EndsWith(".", use.Purpose));
        Assert.Contains(description.Scopes, use => use is { Scope: "user.info.basic", Required: true });
    }

    private async Task<Grant> GrantAsync(string username, params string[] declined)
    {
        var back = await sandbox.ConsentAsync(await StartAsync(), username, declined: declined);
        return Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(back, TikTokSandbox.Audited)).Grant;
    }

    private async Task<Uri> StartAsync()
    {
        var request = new LoginRequest(
            TikTokSandbox.Audited,
            s_redirect,
            "the-state",
            Verifier,
            [.. sandbox.Login.Description.Scopes.Select(use => use.Scope)],
            new Dictionary<string, Secret>()
        );
        return Assert.IsType<LoginStart.Redirect>(await sandbox.Login.StartAsync(request, CancellationToken.None)).Url;
    }

    private async Task<GrantAnswer> CompleteAsync(Uri back, PlatformApp app, string verifier = Verifier)
    {
        var query = HttpUtility.ParseQueryString(back.Query);
        Assert.Equal("the-state", query["state"]);
        var parameters = query.AllKeys.ToDictionary(key => key!, key => query[key]!);
        var none = new Dictionary<string, Secret>();
        return await sandbox.Login.CompleteAsync(
            new LoginReply(app, s_redirect, verifier, parameters, none, none),
            CancellationToken.None
        );
    }

    private async Task<TokenSet> RefreshAsync(Channel channel, TokenSet tokens)
    {
        var answer = await sandbox.Login.RefreshAsync(channel, tokens, TikTokSandbox.Audited, CancellationToken.None);
        return Assert.IsType<GrantAnswer.Granted>(answer).Grant.Tokens;
    }
}
