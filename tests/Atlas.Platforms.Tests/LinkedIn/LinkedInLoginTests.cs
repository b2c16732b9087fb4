using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Tests.LinkedIn;

/// <summary>Consent, code, tokens, accounts, refresh and revocation against the simulated network.</summary>
public sealed class LinkedInLoginTests(LinkedInSandbox sandbox) : IClassFixture<LinkedInSandbox>
{
    private static readonly Uri s_back = new("https://atlas.example/connect/linkedin/callback?x=1");

    [Fact]
    public async Task One_consent_opens_the_member_and_the_pages_with_a_posting_role()
    {
        var page = await sandbox.ConnectAsync();
        var analyst = await sandbox.PostAsync(
            "control/accounts",
            new
            {
                platform = "linkedin",
                username = "read.only",
                name = "Read Only",
                extra = new Dictionary<string, string>
                {
                    ["kind"] = "organization",
                    ["role"] = "ANALYST",
                    ["admin"] = page.MemberId,
                },
            }
        );
        var grant = await GrantAsync(page.MemberId);

        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(grant, LinkedInSandbox.App, CancellationToken.None)
        );

        Assert.Empty(grant.Declined);
        Assert.NotNull(grant.Tokens.Refresh);
        Assert.InRange(grant.Tokens.AccessExpiresAt!.Value - grant.Tokens.IssuedAt, TimeSpan.FromDays(59), TimeSpan.FromDays(61));
        Assert.Equal(
            [("person", page.MemberId), ("organization", page.Channel.AccountId)],
            accounts.Usable.Select(account => (account.Kind, account.AccountId))
        );
        var unusable = Assert.Single(accounts.Unusable);
        Assert.Equal("Read Only", unusable.Name);
        Assert.Contains("ANALYST", unusable.Problem.Message);
        Assert.Equal("linkedin", analyst.GetProperty("accounts")[0].GetProperty("platform").GetString());
    }

    [Fact]
    public async Task What_was_not_given_is_said_account_by_account()
    {
        var page = await sandbox.ConnectAsync();
        var grant = await GrantAsync(page.MemberId, declined: "w_organization_social");

        var accounts = Assert.IsType<AccountsAnswer.Accounts>(
            await sandbox.Login.ListAccountsAsync(grant, LinkedInSandbox.App, CancellationToken.None)
        );

        Assert.Equal(["w_organization_social"], grant.Declined);
        Assert.Equal("person", Assert.Single(accounts.Usable).Kind);
        Assert.Contains("w_organization_social", Assert.Single(accounts.Unusable).Problem.Message);
    }

    [Fact]
    public async Task A_refresh_gives_a_new_token_and_the_year_of_the_consent_stays()
    {
        var page = await sandbox.ConnectAsync();
        var grant = await GrantAsync(page.MemberId);

        var answer = await sandbox.Login.RefreshAsync(page.Channel, grant.Tokens, LinkedInSandbox.App, CancellationToken.None);

        var fresh = Assert.IsType<GrantAnswer.Granted>(answer).Grant.Tokens;
        Assert.NotEqual(grant.Tokens.Access.Reveal(), fresh.Access.Reveal());
        Assert.Equal(grant.Tokens.Refresh!.Reveal(), fresh.Refresh!.Reveal());
        Assert.InRange(
            (fresh.RefreshExpiresAt! - grant.Tokens.RefreshExpiresAt!).Value.Duration(),
            TimeSpan.Zero,
            TimeSpan.FromSeconds(5)
        );
        Assert.False(sandbox.Login.Description.Refresh!.Rotates);
    }

    [Fact]
    public async Task A_refresh_is_refused_only_when_LinkedIn_says_that_the_token_is_dead()
    {
        var page = await sandbox.ConnectAsync();
        var grant = await GrantAsync(page.MemberId);
        await sandbox.FaultAsync(
            new
            {
                kind = "serverError",
                operation = "linkedin.oauth.refresh",
                times = 1,
            }
        );
        var blip = await RefreshAsync(page, grant.Tokens, LinkedInSandbox.App);
        var wrongApp = await RefreshAsync(page, grant.Tokens, LinkedInSandbox.App with { ClientSecret = new Secret("wrong") });
        var revoked = await sandbox.Login.RevokeAsync(page.Channel, grant.Tokens, LinkedInSandbox.App, CancellationToken.None);
        var dead = await RefreshAsync(page, grant.Tokens, LinkedInSandbox.App);
        var none = await RefreshAsync(page, grant.Tokens with { Refresh = null }, LinkedInSandbox.App);

        Assert.IsType<GrantAnswer.Unavailable>(blip);
        Assert.IsType<GrantAnswer.Unavailable>(wrongApp);
        Assert.IsType<RevokeAnswer.Revoked>(revoked);
        Assert.IsType<GrantAnswer.Refused>(dead);
        Assert.Contains("approved apps", Assert.IsType<GrantAnswer.Unavailable>(none).Problem.Message);
        Assert.IsType<RevokeAnswer.Revoked>(
            await sandbox.Login.RevokeAsync(page.Channel, grant.Tokens, LinkedInSandbox.App, CancellationToken.None)
        );
    }

    [Theory]
    [InlineData("user_cancelled_login", "did not let")]
    [InlineData("user_cancelled_authorize", "did not let")]
    [InlineData("unauthorized_scope_error", "may not ask")]
    public async Task A_login_that_comes_back_without_consent_says_why(string error, string words)
    {
        var answer = await CompleteAsync(new Dictionary<string, string> { ["error"] = error });

        Assert.Contains(words, Assert.IsType<GrantAnswer.Refused>(answer).Problem.Message);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var page = await sandbox.ConnectAsync();
        var code = await ConsentAsync(page.MemberId);

        var first = await CompleteAsync(new Dictionary<string, string> { ["code"] = code });
        var second = await CompleteAsync(new Dictionary<string, string> { ["code"] = code });

        Assert.IsType<GrantAnswer.Granted>(first);
        Assert.Contains("code", Assert.IsType<GrantAnswer.Refused>(second).Problem.Message);
    }

    [Fact]
    public async Task A_token_that_a_person_already_has_tells_whose_it_is()
    {
        var page = await sandbox.ConnectAsync();
        var viewer = await sandbox.ConnectAsync(role: "ANALYST");

        var member = await ReadAsync(page.Token, accountId: null);
        var same = await ReadAsync(page.Token, page.Channel.AccountId);
        var foreign = await ReadAsync(page.Token, viewer.Channel.AccountId);
        var weak = await ReadAsync(viewer.Token, viewer.Channel.AccountId);
        var dead = await ReadAsync(new Secret("AQX-nothing"), accountId: null);

        Assert.Equal(page.MemberId, Assert.IsType<AccountAnswer.Account>(member).AccountId);
        Assert.Equal(page.Channel.Handle, Assert.IsType<AccountAnswer.Account>(same).Handle);
        Assert.Equal("atlas/no-account", Assert.IsType<AccountAnswer.Refused>(foreign).Problem.Code);
        Assert.Equal("role/ANALYST", Assert.IsType<AccountAnswer.Refused>(weak).Problem.Code);
        Assert.Equal("INVALID_ACCESS_TOKEN", Assert.IsType<AccountAnswer.Refused>(dead).Problem.Code);
    }

    private Task<AccountAnswer> ReadAsync(Secret token, string? accountId) =>
        sandbox.Accounts.ReadAccountAsync("linkedin", token, accountId, CancellationToken.None);

    private Task<GrantAnswer> RefreshAsync(LinkedInActor actor, TokenSet tokens, PlatformApp app) =>
        sandbox.Login.RefreshAsync(actor.Channel, tokens, app, CancellationToken.None);

    private async Task<Grant> GrantAsync(string member, string declined = "")
    {
        var code = await ConsentAsync(member, declined);
        return Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(new Dictionary<string, string> { ["code"] = code })).Grant;
    }

    private Task<GrantAnswer> CompleteAsync(IReadOnlyDictionary<string, string> parameters) =>
        sandbox.Login.CompleteAsync(
            new LoginReply(
                LinkedInSandbox.App,
                s_back,
                new string('v', 43),
                parameters,
                new Dictionary<string, Secret>(),
                new Dictionary<string, Secret>()
            ),
            CancellationToken.None
        );

    private async Task<string> ConsentAsync(string member, string declined = "")
    {
        var request = new LoginRequest(
            LinkedInSandbox.App,
            s_back,
            "state-1",
            new string('v', 43),
            [.. sandbox.Login.Description.Scopes.Select(use => use.Scope)],
            new Dictionary<string, Secret>()
        );
        var start = Assert.IsType<LoginStart.Redirect>(await sandbox.Login.StartAsync(request, CancellationToken.None));
        Assert.Contains("state=state-1", start.Url.Query);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["sandbox_user"] = member,
                ["sandbox_decision"] = "allow",
                ["sandbox_declined"] = declined,
            }
        );
        using var answer = await sandbox.Http.PostAsync(start.Url, form);
        var location = answer.Headers.Location!;
        Assert.StartsWith(s_back.GetLeftPart(UriPartial.Path), location.AbsoluteUri);
        var code = location.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith("code=", StringComparison.Ordinal));
        return Uri.UnescapeDataString(code["code=".Length..]);
    }
}
