using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Tests.Facebook;

/// <summary>Facebook Login against the simulated Meta: consent, code, tokens, Pages, webhooks, revoking.</summary>
public sealed class FacebookLoginTests(FacebookSandbox sandbox) : IClassFixture<FacebookSandbox>
{
    private static readonly Uri s_callback = new("http://127.0.0.1:7071/api/v1/connect/facebook/callback");

    private IPlatformLogin Login => sandbox.Login("facebook");

    [Fact]
    public async Task A_consent_opens_the_Page_and_the_Instagram_account_behind_it()
    {
        var account = await NewAsync("instagram");
        var grant = await GrantAsync(account.UserId);

        var accounts = await AccountsAsync(grant);

        var page = Assert.Single(accounts.Usable, found => found.Platform is Platform.Facebook);
        var instagram = Assert.Single(accounts.Usable, found => found.Platform is Platform.Instagram);
        Assert.Empty(accounts.Unusable);
        Assert.Equal(account.Id, instagram.AccountId);
        Assert.Equal("page", page.Kind);
        Assert.Equal($"Page {page.Name}", instagram.Parent);
        Assert.Equal(grant.Tokens.Access.Reveal(), page.Tokens.Owner?.Reveal());
        Assert.NotEqual(grant.Tokens.Access.Reveal(), page.Tokens.Access.Reveal());
        Assert.Null(page.Tokens.AccessExpiresAt); // made from a long-lived token
        Assert.Equal(account.UserId, grant.PersonId);
        Assert.InRange(grant.Tokens.AccessExpiresAt!.Value - grant.Tokens.IssuedAt, TimeSpan.FromDays(59), TimeSpan.FromDays(60));
        Assert.Empty(Login.Description.Scopes.Select(scope => scope.Scope).Except(grant.Scopes));
    }

    [Theory]
    [InlineData("owned")]
    [InlineData("client")]
    public async Task A_Page_that_a_business_holds_is_found_with_its_token(string kind)
    {
        var account = await NewAsync("facebook", new { business = kind });
        var accounts = await AccountsAsync(await GrantAsync(account.UserId));

        var page = Assert.Single(accounts.Usable);
        Assert.Equal(account.Id, page.AccountId);
        Assert.EndsWith("Group", page.Parent);
        var answer = await sandbox.Accounts.ReadAccountAsync(
            "facebook",
            page.Tokens.Access,
            page.AccountId,
            CancellationToken.None
        );
        Assert.Equal(account.Id, Assert.IsType<AccountAnswer.Account>(answer).AccountId);
    }

    [Fact]
    public async Task Ad_accounts_come_with_their_currency_and_those_that_are_over_say_so()
    {
        var account = await NewAsync("facebook", new { adAccounts = "1,3,101" });

        var accounts = await AccountsAsync(await GrantAsync(account.UserId));

        Assert.Equal(["active", "unsettled"], accounts.AdAccounts.Select(found => found.Status));
        Assert.All(accounts.AdAccounts, found => Assert.StartsWith("act_", found.Id, StringComparison.Ordinal));
        Assert.All(accounts.AdAccounts, found => Assert.Equal("EUR", found.Currency));
        Assert.Contains("closed", Assert.Single(accounts.Unusable).Problem.Message);
    }

    [Fact]
    public async Task Without_its_scope_no_ad_account_is_asked_for()
    {
        var account = await NewAsync("facebook", new { adAccounts = "1" });

        var accounts = await AccountsAsync(await GrantAsync(account.UserId, "ads_read"));

        Assert.Empty(accounts.AdAccounts);
        Assert.Empty(accounts.Unusable);
        Assert.Single(accounts.Usable);
    }

    [Theory]
    [InlineData("serverError", 3)]
    [InlineData("graphError", 1)]
    public async Task Ad_accounts_that_can_not_be_listed_do_not_keep_the_Page_from_being_connected(string kind, int times)
    {
        var account = await NewAsync("facebook", new { adAccounts = "1" });
        var grant = await GrantAsync(account.UserId);
        await sandbox.FaultAsync(
            new
            {
                kind,
                code = 3, // the app has no access to the Marketing API
                httpStatus = kind == "graphError" ? 400 : 500,
                operation = "meta.adaccounts.list",
                times,
            }
        );

        var accounts = await AccountsAsync(grant);

        Assert.Equal(account.Id, Assert.Single(accounts.Usable).AccountId);
        Assert.Equal("Ad accounts", Assert.Single(accounts.Unusable).Name);
    }

    [Fact]
    public async Task What_the_person_declines_is_known_and_makes_the_account_unusable()
    {
        var account = await NewAsync("instagram");
        var grant = await GrantAsync(account.UserId, "pages_manage_posts", "read_insights");

        var accounts = await AccountsAsync(grant);

        Assert.Equal(["pages_manage_posts", "read_insights"], grant.Declined.Order());
        Assert.DoesNotContain("pages_manage_posts", grant.Scopes);
        Assert.Equal(Platform.Instagram, Assert.Single(accounts.Usable).Platform);
        var unusable = Assert.Single(accounts.Unusable);
        Assert.Contains("pages_manage_posts", unusable.Problem.Message);
        Assert.DoesNotContain("read_insights", unusable.Problem.Message);
    }

    [Fact]
    public async Task A_denial_and_a_code_that_was_used_are_refused_for_good()
    {
        var start = await StartAsync();
        var denied = await CompleteAsync(await sandbox.ConsentAsync(start, person: ""));
        var account = await NewAsync("instagram");
        var parameters = await sandbox.ConsentAsync(start, account.UserId);
        Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(parameters));

        var again = await CompleteAsync(parameters);

        Assert.Equal("login/access_denied", Assert.IsType<GrantAnswer.Refused>(denied).Problem.Code);
        Assert.Contains("used", Assert.IsType<GrantAnswer.Refused>(again).Problem.Message);
    }

    [Fact]
    public async Task A_service_that_fails_says_nothing_about_the_grant()
    {
        var account = await NewAsync("instagram");
        var parameters = await sandbox.ConsentAsync(await StartAsync(), account.UserId);
        await sandbox.FaultAsync(
            new
            {
                kind = "serverError",
                operation = "meta.oauth.token",
                times = 1,
            }
        );

        var answer = await CompleteAsync(parameters);

        Assert.IsType<GrantAnswer.Unavailable>(answer);
    }

    [Fact]
    public async Task Wrong_credentials_of_the_app_are_named()
    {
        var account = await NewAsync("instagram");
        var parameters = await sandbox.ConsentAsync(await StartAsync(), account.UserId);
        var app = FacebookSandbox.App with { ClientSecret = new Secret("wrong") };

        var answer = await CompleteAsync(parameters, app);

        var problem = Assert.IsType<GrantAnswer.Refused>(answer).Problem;
        Assert.Contains("secret", problem.Message);
        Assert.DoesNotContain("wrong", problem.ToString());
    }

    [Fact]
    public async Task Webhooks_are_subscribed_and_read_back_for_both_networks()
    {
        var account = await NewAsync("instagram");
        var accounts = await AccountsAsync(await GrantAsync(account.UserId));
        foreach (var found in accounts.Usable)
        {
            for (var again = 0; again < 2; again++)
            {
                var answer = await Login.SubscribeAsync(
                    ChannelOf(found),
                    found.Tokens,
                    FacebookSandbox.App,
                    CancellationToken.None
                );
                Assert.Equal(["feed", "mention"], Assert.IsType<WebhookAnswer.Subscribed>(answer).Fields);
            }
        }

        var declined = await AccountsAsync(await GrantAsync(account.UserId, "pages_manage_metadata"));
        var failed = await Login.SubscribeAsync(
            ChannelOf(declined.Usable[0]),
            declined.Usable[0].Tokens,
            FacebookSandbox.App,
            CancellationToken.None
        );
        Assert.Contains("permission", Assert.IsType<WebhookAnswer.Failed>(failed).Problem.Message);
    }

    [Fact]
    public async Task Revoking_ends_the_Pages_token_and_may_be_repeated()
    {
        var account = await NewAsync("facebook");
        var page = Assert.Single((await AccountsAsync(await GrantAsync(account.UserId))).Usable);
        var channel = ChannelOf(page);
        for (var again = 0; again < 2; again++)
        {
            Assert.IsType<RevokeAnswer.Revoked>(
                await Login.RevokeAsync(channel, page.Tokens, FacebookSandbox.App, CancellationToken.None)
            );
        }

        var read = await sandbox.Accounts.ReadAccountAsync(
            "facebook",
            page.Tokens.Access,
            page.AccountId,
            CancellationToken.None
        );
        Assert.StartsWith("190", Assert.IsType<AccountAnswer.Refused>(read).Problem.Code);
        var withoutOwner = await Login.RevokeAsync(
            channel,
            page.Tokens with
            {
                Owner = null,
            },
            FacebookSandbox.App,
            CancellationToken.None
        );
        Assert.IsType<RevokeAnswer.NotOffered>(withoutOwner);
    }

    [Fact]
    public async Task A_persons_token_is_no_Page()
    {
        var account = await NewAsync("instagram");
        var grant = await GrantAsync(account.UserId);

        var answer = await sandbox.Accounts.ReadAccountAsync(
            "facebook",
            grant.Tokens.Access,
            accountId: null,
            CancellationToken.None
        );

        Assert.Equal("atlas/no-page", Assert.IsType<AccountAnswer.Refused>(answer).Problem.Code);
    }

    [Fact]
    public async Task Without_an_app_the_login_says_what_to_set()
    {
        var start = await Login.StartAsync(Request() with { App = null }, CancellationToken.None);

        Assert.Contains("Apps:meta:ClientId", Assert.IsType<LoginStart.Refused>(start).Problem.NextStep);
    }

    private async Task<(string Id, string UserId)> NewAsync(string platform, object? extra = null)
    {
        var answer = await sandbox.PostAsync("control/accounts", new { platform, extra });
        var account = answer.GetProperty("accounts")[0];
        var owner = account.TryGetProperty("userId", out var user) ? user : account.GetProperty("extra").GetProperty("userId");
        return (account.GetProperty("accountId").GetString()!, owner.GetString()!);
    }

    private LoginRequest Request() =>
        new(
            FacebookSandbox.App,
            s_callback,
            "state-1",
            new string('v', 43),
            [.. Login.Description.Scopes.Select(scope => scope.Scope)],
            new Dictionary<string, Secret>()
        );

    private Task<LoginStart> StartAsync() => Login.StartAsync(Request(), CancellationToken.None);

    private async Task<Grant> GrantAsync(string person, params string[] declined)
    {
        var parameters = await sandbox.ConsentAsync(await StartAsync(), person, declined);
        Assert.Equal("state-1", parameters["state"]);
        return Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(parameters)).Grant;
    }

    private Task<GrantAnswer> CompleteAsync(Dictionary<string, string> parameters, PlatformApp? app = null) =>
        Login.CompleteAsync(
            new LoginReply(
                app ?? FacebookSandbox.App,
                s_callback,
                new string('v', 43),
                parameters,
                new Dictionary<string, Secret>(),
                new Dictionary<string, Secret>()
            ),
            CancellationToken.None
        );

    private async Task<AccountsAnswer.Accounts> AccountsAsync(Grant grant) =>
        Assert.IsType<AccountsAnswer.Accounts>(await Login.ListAccountsAsync(grant, FacebookSandbox.App, CancellationToken.None));

    private static Channel ChannelOf(LoginAccount account) =>
        Tests.Instagram.Posts.Channel("facebook", account.AccountId) with
        {
            Platform = account.Platform,
        };
}
