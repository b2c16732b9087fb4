using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Bluesky;

namespace Atlas.Platforms.Tests.Bluesky;

/// <summary>From the form to revoked, against the simulated network.</summary>
public sealed class BlueskyLoginTests(BlueskySandbox sandbox) : IClassFixture<BlueskySandbox>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_app_password_opens_the_account_and_its_tokens_rotate_until_they_are_revoked(bool namesServer)
    {
        var (channel, _, account) = await sandbox.ConnectAsync();
        var answer = await CompleteAsync("@" + channel.Handle, Password(account), namesServer ? sandbox.Server : null);
        var grant = Assert.IsType<GrantAnswer.Granted>(answer).Grant;
        Assert.Equal(sandbox.Server, grant.Server);
        Assert.InRange(
            grant.Tokens.AccessExpiresAt!.Value - grant.Tokens.IssuedAt,
            TimeSpan.FromMinutes(119),
            TimeSpan.FromMinutes(121)
        );
        Assert.InRange(
            grant.Tokens.RefreshExpiresAt!.Value - grant.Tokens.IssuedAt,
            TimeSpan.FromDays(59),
            TimeSpan.FromDays(61)
        );

        var accounts = await sandbox.Login.ListAccountsAsync(grant, null, CancellationToken.None);
        var usable = Assert.Single(Assert.IsType<AccountsAnswer.Accounts>(accounts).Usable);
        Assert.Equal((channel.AccountId, channel.Handle, sandbox.Server), (usable.AccountId, usable.Handle, usable.Server));

        var fresh = Assert
            .IsType<GrantAnswer.Granted>(await sandbox.Login.RefreshAsync(channel, grant.Tokens, null, CancellationToken.None))
            .Grant.Tokens;
        Assert.NotEqual(grant.Tokens.Refresh!.Reveal(), fresh.Refresh!.Reveal());
        var used = await sandbox.Login.RefreshAsync(channel, grant.Tokens, null, CancellationToken.None);
        Assert.Contains("app password", Assert.IsType<GrantAnswer.Refused>(used).Problem.NextStep);

        Assert.IsType<RevokeAnswer.Revoked>(await sandbox.Login.RevokeAsync(channel, fresh, null, CancellationToken.None));
        var dead = await sandbox.Accounts.ReadAccountAsync("bluesky", fresh.Access, null, CancellationToken.None);
        Assert.Equal("InvalidToken", Assert.IsType<AccountAnswer.Refused>(dead).Problem.Code);
        Assert.IsType<RevokeAnswer.Revoked>(await sandbox.Login.RevokeAsync(channel, fresh, null, CancellationToken.None));
    }

    [Fact]
    public async Task Wrong_passwords_are_told_apart()
    {
        var (channel, _, _) = await sandbox.ConnectAsync();

        var wrong = await CompleteAsync(channel.Handle!, "aaaa-bbbb-cccc-dddd");
        var main = await CompleteAsync(channel.Handle!, "main-password");

        Assert.Contains("do not go together", Assert.IsType<GrantAnswer.Refused>(wrong).Problem.Message);
        Assert.Contains("second factor", Assert.IsType<GrantAnswer.Refused>(main).Problem.Message);
        Assert.DoesNotContain("aaaa-bbbb", wrong.ToString());
    }

    [Fact]
    public async Task An_account_that_was_taken_down_is_refused()
    {
        var account = await sandbox.NewAccountAsync(new Dictionary<string, string> { ["takenDown"] = "true" });

        var answer = await CompleteAsync(account.GetProperty("extra").GetProperty("handle").GetString()!, Password(account));

        Assert.Equal("AccountTakedown", Assert.IsType<GrantAnswer.Refused>(answer).Problem.Code);
    }

    [Theory]
    [InlineData("nobody.example.com", null, "atlas/handle")]
    [InlineData("", null, "atlas/fields")]
    [InlineData("name.bsky.social", "http://pds.example", "atlas/server")]
    [InlineData("name.bsky.social", "https://user:secret@pds.example", "atlas/server")]
    [InlineData("name.bsky.social", "http://127.0.0.1:1", "atlas/server")]
    public async Task What_can_not_be_right_is_refused_with_words(string handle, string? server, string code)
    {
        var answer = await CompleteAsync(handle, "aaaa-bbbb-cccc-dddd", server);

        Assert.Equal(code, Assert.IsType<GrantAnswer.Refused>(answer).Problem.Code);
    }

    [Fact]
    public async Task A_server_that_fails_or_limits_does_not_mean_that_the_account_is_lost()
    {
        var (channel, _, account) = await sandbox.ConnectAsync();
        var grant = Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(channel.Handle!, Password(account))).Grant;
        foreach (var kind in new[] { "serverError", "throttle", "cut" })
        {
            await sandbox.FaultAsync(
                new
                {
                    kind,
                    operation = "bluesky.session.refresh",
                    times = 1,
                }
            );

            var answer = await sandbox.Login.RefreshAsync(channel, grant.Tokens, null, CancellationToken.None);

            var unavailable = Assert.IsType<GrantAnswer.Unavailable>(answer);
            Assert.Equal(kind == "throttle", unavailable.RetryAt is not null);
        }

        Assert.IsType<GrantAnswer.Granted>(await sandbox.Login.RefreshAsync(channel, grant.Tokens, null, CancellationToken.None));
    }

    private static string Password(JsonElement account) => account.GetProperty("extra").GetProperty("appPassword").GetString()!;

    private async Task<GrantAnswer> CompleteAsync(string handle, string password, string? server = null)
    {
        var fields = new Dictionary<string, Secret>
        {
            [BlueskyLogin.HandleField] = new(handle),
            [BlueskyLogin.PasswordField] = new(password),
        };
        if (server is not null)
        {
            fields[BlueskyLogin.ServerField] = new Secret(server);
        }

        var reply = new LoginReply(
            null,
            new Uri("https://app.example/callback"),
            "",
            new Dictionary<string, string>(),
            fields,
            new Dictionary<string, Secret>()
        );
        return await sandbox.Login.CompleteAsync(reply, CancellationToken.None);
    }
}
