using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Tests.Facebook;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>Instagram Login against the simulated network: consent, code, long token, refresh, webhooks, deleting.</summary>
public sealed class InstagramLoginTests(FacebookSandbox sandbox) : IClassFixture<FacebookSandbox>
{
    private static readonly Uri s_callback = new("http://127.0.0.1:7071/api/v1/connect/instagram/callback");

    private IPlatformLogin Login => sandbox.Login("instagram");

    [Theory]
    [InlineData("flat")]
    [InlineData("data")]
    public async Task A_consent_opens_the_account_in_either_shape_of_answer(string shape)
    {
        await sandbox.SetAsync(new { instagramTokenShape = shape });
        var (id, username) = await NewAsync();
        var grant = await GrantAsync(username);

        var account = Assert.Single(await AccountsAsync(grant));

        Assert.Equal(id, account.AccountId);
        Assert.Equal(username, account.Handle);
        Assert.Equal("business", account.Kind);
        Assert.NotEqual(id, grant.PersonId);
        Assert.InRange(
            account.Tokens.AccessExpiresAt!.Value - account.Tokens.IssuedAt,
            TimeSpan.FromDays(59),
            TimeSpan.FromDays(60)
        );
        Assert.Empty(grant.Declined);
    }

    [Fact]
    public async Task The_mark_behind_the_redirect_is_no_part_of_the_code()
    {
        var (_, username) = await NewAsync();
        var parameters = await sandbox.ConsentAsync(await StartAsync(), username);
        parameters["code"] += "#_";

        Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(parameters));
    }

    [Fact]
    public async Task Declined_scopes_are_known_and_keep_a_comment_from_being_scheduled()
    {
        var (id, username) = await NewAsync();
        var grant = await GrantAsync(username, "instagram_business_manage_comments");
        Assert.Equal(["instagram_business_manage_comments"], grant.Declined);
        var media = new[] { InstagramSandbox.Demo("three-inks-square.jpg") };
        var content = Posts.Content(Core.Posts.PostType.Post, media) with { FirstComment = "First" };
        var channel = Posts.Channel("instagram", id) with { Scopes = grant.Scopes, DeclinedScopes = grant.Declined };

        var findings = sandbox.Instagram.Check(Posts.Work(content, media).Draft with { Channel = channel });

        Assert.Contains(findings, finding => finding is { Rule: "instagram.scope", Severity: FindingSeverity.Error });
    }

    [Fact]
    public async Task A_used_code_and_a_denial_are_refused_for_good()
    {
        var (_, username) = await NewAsync();
        var parameters = await sandbox.ConsentAsync(await StartAsync(), username);
        Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(parameters));
        var denied = await sandbox.ConsentAsync(await StartAsync(), person: "");

        Assert.IsType<GrantAnswer.Refused>(await CompleteAsync(parameters));
        Assert.Equal("login/access_denied", Assert.IsType<GrantAnswer.Refused>(await CompleteAsync(denied)).Problem.Code);
    }

    [Fact]
    public async Task A_token_is_traded_when_it_is_a_day_old_and_lives_60_days_more()
    {
        var (id, username) = await NewAsync();
        var grant = await GrantAsync(username);
        var channel = Posts.Channel("instagram", id);
        var tooYoung = await Login.RefreshAsync(channel, grant.Tokens, FacebookSandbox.InstagramApp, CancellationToken.None);
        GrantAnswer answer;
        try
        {
            await sandbox.SetAsync(new { clockOffsetSeconds = 25 * 3600 });
            answer = await Login.RefreshAsync(channel, grant.Tokens, FacebookSandbox.InstagramApp, CancellationToken.None);
        }
        finally
        {
            await sandbox.SetAsync(new { clockOffsetSeconds = 0 });
        }

        Assert.IsType<GrantAnswer.Unavailable>(tooYoung);
        var fresh = Assert.IsType<GrantAnswer.Granted>(answer).Grant;
        Assert.NotEqual(grant.Tokens.Access.Reveal(), fresh.Tokens.Access.Reveal());
        Assert.Equal(grant.Scopes.Order(), fresh.Scopes.Order());
        Assert.True(Login.Description.Refresh is { WithoutRefreshToken: true, MinimumAge.TotalHours: 24 });
    }

    [Fact]
    public async Task A_dead_token_is_refused_and_a_failing_service_is_not_held_against_it()
    {
        var (id, username) = await NewAsync();
        var grant = await GrantAsync(username);
        var channel = Posts.Channel("instagram", id);
        await sandbox.FaultAsync(
            new
            {
                kind = "serverError",
                operation = "instagram.oauth.refresh",
                times = 3,
            }
        );
        var failing = await Login.RefreshAsync(channel, grant.Tokens, FacebookSandbox.InstagramApp, CancellationToken.None);
        await sandbox.PostAsync("control/tokens/end", new { account = id });
        var dead = await Login.RefreshAsync(channel, grant.Tokens, FacebookSandbox.InstagramApp, CancellationToken.None);

        Assert.IsType<GrantAnswer.Unavailable>(failing);
        Assert.Contains("password", Assert.IsType<GrantAnswer.Refused>(dead).Problem.Message);
    }

    [Fact]
    public async Task Webhooks_are_subscribed_and_read_back_and_revoking_names_the_place()
    {
        var (_, username) = await NewAsync();
        var account = Assert.Single(await AccountsAsync(await GrantAsync(username)));
        var channel = Posts.Channel("instagram", account.AccountId);

        var subscribed = await Login.SubscribeAsync(
            channel,
            account.Tokens,
            FacebookSandbox.InstagramApp,
            CancellationToken.None
        );
        var revoked = await Login.RevokeAsync(channel, account.Tokens, FacebookSandbox.InstagramApp, CancellationToken.None);

        Assert.Equal(["comments", "mentions"], Assert.IsType<WebhookAnswer.Subscribed>(subscribed).Fields);
        Assert.Contains("Instagram", Assert.IsType<RevokeAnswer.NotOffered>(revoked).How);
        Assert.False(Login.Description.CanRevoke);
    }

    private async Task<(string Id, string Username)> NewAsync()
    {
        var answer = await sandbox.PostAsync("control/accounts", new { login = "instagram" });
        var account = answer.GetProperty("accounts")[0];
        return (account.GetProperty("accountId").GetString()!, account.GetProperty("username").GetString()!);
    }

    private Task<LoginStart> StartAsync() =>
        Login.StartAsync(
            new LoginRequest(
                FacebookSandbox.InstagramApp,
                s_callback,
                "state-2",
                new string('v', 43),
                [.. Login.Description.Scopes.Select(scope => scope.Scope)],
                new Dictionary<string, Secret>()
            ),
            CancellationToken.None
        );

    private async Task<Grant> GrantAsync(string person, params string[] declined)
    {
        var parameters = await sandbox.ConsentAsync(await StartAsync(), person, declined);
        return Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(parameters)).Grant;
    }

    private Task<GrantAnswer> CompleteAsync(Dictionary<string, string> parameters) =>
        Login.CompleteAsync(
            new LoginReply(
                FacebookSandbox.InstagramApp,
                s_callback,
                new string('v', 43),
                parameters,
                new Dictionary<string, Secret>(),
                new Dictionary<string, Secret>()
            ),
            CancellationToken.None
        );

    private async Task<IReadOnlyList<LoginAccount>> AccountsAsync(Grant grant) =>
        Assert
            .IsType<AccountsAnswer.Accounts>(
                await Login.ListAccountsAsync(grant, FacebookSandbox.InstagramApp, CancellationToken.None)
            )
            .Usable;
}
