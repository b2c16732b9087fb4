using System.Net;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Channels;

[Collection(AtlasCollection.Name)]
public sealed class ChannelTests(RunningAtlas app)
{
    [Fact]
    public async Task An_account_that_is_connected_again_keeps_its_channel_and_takes_the_new_token()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var channel = await workspace.ConnectAsync(account);
        var before = await StoredAsync(workspace, channel);

        Assert.Equal(channel, await workspace.ConnectAsync(account, ".second"));

        var after = await StoredAsync(workspace, channel);
        Assert.Equal(before.Generation + 1, after.Generation);
        var vault = app.Services.GetRequiredService<ITokenVault>();
        var tokens = app.Services.GetRequiredService<ChannelTokens>();
        Assert.Equal($"token-{account}.second", (await tokens.ReadAllAsync(after, default))!.Access.Reveal());
        await Eventually.BeAsync(async () => await vault.GetAsync(before.TokenName, default) is null);
        Assert.Single((await workspace.Client.GetAsync("/api/v1/channels"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Several_first_connections_at_once_are_one_channel()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => workspace.ConnectAsync(account)));

        Assert.Single(ids.Distinct());
        Assert.Single((await workspace.Client.GetAsync("/api/v1/channels"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_channels_spacing_is_kept_shown_and_said_ahead_when_a_post_comes_too_near()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var channel = await workspace.ConnectAsync(account);
        var path = $"/api/v1/channels/{channel}";

        var set = (await workspace.Client.PatchAsync(path, new { spacing = new { minGapMinutes = 30, perDay = 2 } })).Expect(
            HttpStatusCode.OK
        );
        await workspace.ConnectAsync(account, ".again");

        Assert.Equal(30, (int?)set["spacing"]!["minGapMinutes"]);
        Assert.Equal(2, (int?)(await workspace.Client.GetAsync(path))["spacing"]!["perDay"]);
        var due = DateTimeOffset.UtcNow.Date.AddDays(3).AddHours(12);
        Assert.Empty(await RulesAsync(due));
        Assert.Equal(["atlas.spacing.gap"], await RulesAsync(due.AddMinutes(20)));
        Assert.Equal(["atlas.spacing.day"], await RulesAsync(due.AddHours(2)));
        Assert.Empty(await RulesAsync(due.AddDays(1)));

        (await workspace.Client.PatchAsync(path, new { spacing = new { } })).Expect(HttpStatusCode.OK);
        Assert.Null((await workspace.Client.GetAsync(path))["spacing"]);
        var changes = (await workspace.Client.GetAsync("/api/v1/audit"))["items"]!
            .AsArray()
            .Where(entry => (string?)entry!["action"] == "channel.updated" && (string?)entry["target"] == $"channel:{channel}");
        Assert.Equal(["none", "30"], changes.Select(entry => (string?)entry!["details"]!["minGapMinutes"]));

        async Task<List<string>> RulesAsync(DateTime at) => [.. (
                    await workspace.Client.PostAsync(
                        "/api/v1/posts",
                        new
                        {
                            channelIds = new[] { channel },
                            text = "spaced",
                            dueAt = new DateTimeOffset(at, TimeSpan.Zero),
                        }
                    )
                ).Expect(
                    HttpStatusCode.Created
                )["findings"]!.AsArray().Select(finding => (string)finding!["rule"]!).Where(rule => rule.StartsWith("atlas.spacing", StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData(0, null, "spacing.minGapMinutes")]
    [InlineData(20_000, null, "spacing.minGapMinutes")]
    [InlineData(null, 0, "spacing.perDay")]
    [InlineData(null, 5_000, "spacing.perDay")]
    public async Task A_spacing_that_makes_no_sense_is_refused(int? minGapMinutes, int? perDay, string field)
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();

        var answer = await workspace.Client.PatchAsync(
            $"/api/v1/channels/{channel}",
            new { spacing = new { minGapMinutes, perDay } }
        );

        var problem = answer.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(field, (string?)Assert.Single(problem["errors"]!.AsArray())!["field"]);
    }

    [Theory]
    [InlineData("park", "Waiting")]
    [InlineData("cancel", "Cancelled")]
    public async Task Disconnecting_purges_the_token_and_takes_what_was_to_go_out_off_its_way(string mode, string state)
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var channel = await workspace.ConnectAsync(account);
        var stored = await StoredAsync(workspace, channel);
        var post = await workspace.ScheduleAsync(channel);
        var publication = $"/api/v1/publications/{post["publications"]![0]!["id"]}";

        (await workspace.Client.DeleteAsync($"/api/v1/channels/{channel}?publications={mode}")).Expect(HttpStatusCode.NoContent);

        var vault = app.Services.GetRequiredService<ITokenVault>();
        await Eventually.BeAsync(async () => await vault.GetAsync(stored.TokenName, default) is null);
        await StateBecomesAsync(workspace, publication, state);
        Assert.Equal("Disconnected", (string?)(await workspace.Client.GetAsync($"/api/v1/channels/{channel}"))["state"]);
        var refused = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new { channelIds = new[] { channel }, dueAt = DateTimeOffset.UtcNow.AddDays(1) }
        );
        Assert.Equal(["channel"], refused.Expect(HttpStatusCode.UnprocessableEntity).Fields);

        Assert.Equal(channel, await workspace.ConnectAsync(account));
        await StateBecomesAsync(workspace, publication, mode == "park" ? "Scheduled" : "Cancelled");
    }

    [Fact]
    public async Task Health_asks_the_network_and_says_what_to_do()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var channel = await workspace.ConnectAsync(account);
        Assert.True((bool)(await workspace.Client.GetAsync($"/api/v1/channels/{channel}/health"))["healthy"]!);

        app.Network.Dead[account] = true;
        var sick = await workspace.Client.GetAsync($"/api/v1/channels/{channel}/health");

        Assert.False((bool)sick["healthy"]!);
        Assert.Equal(("NeedsReconnect", "190"), ((string?)sick["state"], (string?)sick["code"]));
        var list = await workspace.Client.GetAsync("/api/v1/channels?state=needsReconnect&platform=instagram");
        Assert.Equal(channel, (string?)Assert.Single(list["items"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task The_health_page_counts_what_was_used_beside_what_the_network_counts()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var channel = await workspace.ConnectAsync(account);
        var quota = (await HealthAsync())["quotas"]![0]!;
        Assert.Equal((0, 3), ((int)quota["used"]!, (int)quota["limit"]!));
        Assert.Null(quota["network"]);

        await PublishAsync("counted one");
        await PublishAsync("counted two");
        await PublishAsync("not of this kind");
        app.Network.Counted[account] = 4;

        await Eventually.BeAsync(async () => (int)(await HealthAsync())["quotas"]![0]!["used"]! == 2);
        quota = (await HealthAsync())["quotas"]![0]!;
        Assert.Equal("2 of 5 posts in 24 hours; the network itself counts 4 of 5.", (string?)quota["message"]);
        Assert.Equal((4, "The manual"), ((int)quota["network"]!["used"]!, (string?)quota["source"]));

        async Task<ApiAnswer> HealthAsync() =>
            (await workspace.Client.GetAsync($"/api/v1/channels/{channel}/health")).Expect(HttpStatusCode.OK);
        async Task PublishAsync(string text)
        {
            var post = await workspace.Client.PostAsync(
                "/api/v1/posts",
                new
                {
                    channelIds = new[] { channel },
                    text,
                    publishNow = true,
                }
            );
            post.Expect(HttpStatusCode.Created);
            await Eventually.BeAsync(() => Task.FromResult(app.Network.Published.Contains(text)));
        }
    }

    [Fact]
    public async Task A_token_that_the_network_refuses_connects_nothing()
    {
        var workspace = await app.NewWorkspaceAsync();
        object Body(string platform, string? token) =>
            new
            {
                platform,
                login = "facebook",
                accessToken = token,
            };

        var refused = await workspace.Client.PostAsync("/api/v1/channels", Body("instagram", "a bad token"));
        var off = await workspace.Client.PostAsync("/api/v1/channels", Body("tiktok", null));

        Assert.Equal(["accessToken"], refused.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        Assert.DoesNotContain("a bad token", refused.Text, StringComparison.Ordinal);
        Assert.Equal(["platform", "accessToken"], off.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        Assert.Empty((await workspace.Client.GetAsync("/api/v1/channels"))["items"]!.AsArray());
    }

    private static Task StateBecomesAsync(TestWorkspace workspace, string publication, string state) =>
        Eventually.BeAsync(async () => (string?)(await workspace.Client.GetAsync(publication))["state"] == state);

    private async Task<Channel> StoredAsync(TestWorkspace workspace, string channel) =>
        (
            await app
                .Services.GetRequiredService<ChannelStore>()
                .ReadAsync(Id<Core.Workspaces.Workspace>.Parse(workspace.Id), Id<Channel>.Parse(channel), default)
        )!.Value;
}
