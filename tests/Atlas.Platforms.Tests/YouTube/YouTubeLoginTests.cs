using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Tests.YouTube;

public sealed class YouTubeLoginTests(YouTubeSandbox sandbox) : IClassFixture<YouTubeSandbox>
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-0123456789";

    private static readonly PlatformApp s_app = new(
        "google",
        "700000000001-atlas.apps.googleusercontent.com",
        new Secret("GOCSPX-sandbox-secret-of-atlas")
    );

    private static readonly Uri s_redirect = new("http://127.0.0.1:7071/api/oauth/youtube/callback");

    [Fact]
    public async Task Consent_gives_a_channel_whose_sign_in_is_renewed_and_can_be_revoked()
    {
        var account = await sandbox.NewAccountAsync();
        var grant = await GrantAsync(account.GetProperty("username").GetString()!);

        Assert.Empty(grant.Declined);
        var accounts = Assert.IsType<AccountsAnswer.Accounts>(await sandbox.Login.ListAccountsAsync(grant, s_app, default));
        var usable = Assert.Single(accounts.Usable);
        Assert.Equal(account.GetProperty("accountId").GetString(), usable.AccountId);
        Assert.Equal("channel", usable.Kind);
        Assert.StartsWith("@", usable.Handle);

        var channel = sandbox.ChannelOf(account, "youtube");
        var refreshed = Assert.IsType<GrantAnswer.Granted>(
            await sandbox.Login.RefreshAsync(channel, grant.Tokens, s_app, default)
        );
        Assert.NotEqual(grant.Tokens.Access.Reveal(), refreshed.Grant.Tokens.Access.Reveal());
        Assert.Equal(grant.Tokens.Refresh!.Reveal(), refreshed.Grant.Tokens.Refresh!.Reveal());

        Assert.IsType<RevokeAnswer.Revoked>(await sandbox.Login.RevokeAsync(channel, refreshed.Grant.Tokens, s_app, default));
        Assert.IsType<RevokeAnswer.Revoked>(await sandbox.Login.RevokeAsync(channel, refreshed.Grant.Tokens, s_app, default));
        var dead = Assert.IsType<GrantAnswer.Refused>(await sandbox.Login.RefreshAsync(channel, grant.Tokens, s_app, default));
        Assert.Equal("invalid_grant", dead.Problem.Code);
        Assert.Contains("seven days", dead.Problem.Message, StringComparison.Ordinal);
        Assert.IsType<AccountsAnswer.Refused>(await sandbox.Login.ListAccountsAsync(grant, s_app, default));
    }

    [Fact]
    public async Task An_unticked_box_is_noticed_and_stops_what_needs_it()
    {
        var account = await sandbox.NewAccountAsync();
        var comments = sandbox.Login.Description.Scopes.Single(scope => !scope.Required).Scope;

        var grant = await GrantAsync(account.GetProperty("username").GetString()!, declined: comments);

        Assert.Equal([comments], grant.Declined);
        var channel = sandbox.ChannelOf(account, "youtube") with { Scopes = grant.Scopes };
        var work = sandbox.FilmWithAll((channel, grant.Tokens.Access));
        var findings = sandbox.Publisher.Check(work.Draft).Where(finding => finding.Severity is FindingSeverity.Error);
        Assert.Equal(["firstComment", "subtitles"], findings.Select(finding => finding.Field).Order());
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(sandbox.Film((channel, grant.Tokens.Access)))).Answer);
    }

    [Fact]
    public async Task A_person_who_declines_and_a_code_used_twice_are_refused_in_words()
    {
        var account = await sandbox.NewAccountAsync();
        var user = account.GetProperty("username").GetString()!;
        var no = await sandbox.ConsentAsync(await PageAsync(), user, decision: "deny");
        var refused = Assert.IsType<GrantAnswer.Refused>(await CompleteAsync(no));
        Assert.Contains("did not allow", refused.Problem.Message, StringComparison.Ordinal);

        var yes = await sandbox.ConsentAsync(await PageAsync(), user);
        Assert.Equal("state-1", yes["state"]);
        Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(yes));
        var again = Assert.IsType<GrantAnswer.Refused>(await CompleteAsync(yes));
        Assert.Contains("used already", again.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Google_account_without_a_channel_is_shown_with_what_to_do()
    {
        var account = await sandbox.NewAccountAsync(new { channel = "none" });
        var grant = await GrantAsync(account.GetProperty("username").GetString()!);

        var accounts = Assert.IsType<AccountsAnswer.Accounts>(await sandbox.Login.ListAccountsAsync(grant, s_app, default));

        Assert.Empty(accounts.Usable);
        Assert.Contains("Create a channel", Assert.Single(accounts.Unusable).Problem.NextStep, StringComparison.Ordinal);
        Assert.IsType<AccountAnswer.Refused>(
            await sandbox.Accounts.ReadAccountAsync("youtube", grant.Tokens.Access, accountId: null, default)
        );
    }

    [Theory]
    [InlineData("serverError")]
    [InlineData("cut")]
    [InlineData("malformedBody")]
    public async Task A_blip_at_the_token_endpoint_is_no_dead_sign_in(string fault)
    {
        var account = await sandbox.NewAccountAsync();
        var grant = await GrantAsync(account.GetProperty("username").GetString()!);
        var channel = sandbox.ChannelOf(account, "youtube");
        await sandbox.PostAsync(
            "control/faults",
            new
            {
                kind = fault,
                operation = "youtube.oauth.refresh",
                times = 1,
            }
        );

        Assert.IsType<GrantAnswer.Unavailable>(await sandbox.Login.RefreshAsync(channel, grant.Tokens, s_app, default));
        Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.RefreshAsync(channel, grant.Tokens, s_app, default));
    }

    [Fact]
    public async Task A_token_alone_connects_its_own_channel_only()
    {
        var actor = await sandbox.ConnectAsync();

        var own = await sandbox.Accounts.ReadAccountAsync("youtube", actor.Token, actor.Channel.AccountId, default);
        var other = await sandbox.Accounts.ReadAccountAsync("youtube", actor.Token, "UCsomebodyelse0000000000", default);
        var dead = await sandbox.Accounts.ReadAccountAsync("youtube", new Secret("ya29.unknown"), accountId: null, default);

        Assert.Equal(actor.Channel.AccountId, Assert.IsType<AccountAnswer.Account>(own).AccountId);
        Assert.IsType<AccountAnswer.Refused>(other);
        Assert.IsType<AccountAnswer.Refused>(dead);
    }

    private async Task<Uri> PageAsync()
    {
        var start = await sandbox.Login.StartAsync(
            new LoginRequest(
                s_app,
                s_redirect,
                "state-1",
                Verifier,
                [.. sandbox.Login.Description.Scopes.Select(scope => scope.Scope)],
                new Dictionary<string, Secret>()
            ),
            default
        );
        return Assert.IsType<LoginStart.Redirect>(start).Url;
    }

    private Task<GrantAnswer> CompleteAsync(IReadOnlyDictionary<string, string> parameters) =>
        sandbox.Login.CompleteAsync(
            new LoginReply(
                s_app,
                s_redirect,
                Verifier,
                parameters,
                new Dictionary<string, Secret>(),
                new Dictionary<string, Secret>()
            ),
            default
        );

    private async Task<Grant> GrantAsync(string user, string declined = "") =>
        Assert
            .IsType<GrantAnswer.Granted>(await CompleteAsync(await sandbox.ConsentAsync(await PageAsync(), user, declined)))
            .Grant;
}
