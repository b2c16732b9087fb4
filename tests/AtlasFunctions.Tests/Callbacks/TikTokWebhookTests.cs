using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Callbacks;

[Collection(AtlasCollection.Name)]
public sealed class TikTokWebhookTests(RunningAtlas app)
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000);

    [Fact]
    public void A_signature_is_over_its_moment_and_the_bytes_as_they_came()
    {
        var body = """{"event":"post.publish.complete","t":"\u00e4"}"""u8.ToArray();
        // By openssl: printf '1760000000.<body>' | openssl dgst -sha256 -hmac sim_secret
        const string Header = "t=1760000000,s=761133e491a7d76bf4562f65e8508431aadab3fd9b5fa63d7c0272031f8aa91c";

        Assert.True(TikTokSignatures.IsValid(body, Header, "sim_secret", s_now));
        Assert.True(TikTokSignatures.IsValid(body, Header, "sim_secret", s_now.AddMinutes(4)));
        Assert.False(TikTokSignatures.IsValid(body, Header, "sim_secret", s_now.AddMinutes(6)));
        Assert.False(TikTokSignatures.IsValid(body, Header, "sim_secret", s_now.AddMinutes(-6)));
        Assert.False(TikTokSignatures.IsValid(body, Header, "another", s_now));
        Assert.False(TikTokSignatures.IsValid([.. body, (byte)' '], Header, "sim_secret", s_now));
        Assert.False(TikTokSignatures.IsValid(body, Header.Replace("1760000000", "1760000001"), "sim_secret", s_now));
        foreach (var broken in (string?[])[null, "", "t=1,s=", Header[..^1], $"{Header[..^1]}x", "t=99999999999999,s=00", "s=1"])
        {
            Assert.False(TikTokSignatures.IsValid(body, broken, "sim_secret", s_now), broken);
        }
    }

    [Fact]
    public async Task Who_removes_the_app_at_TikTok_has_to_connect_again()
    {
        var (workspace, channel) = await ConnectAsync("open-1", connectedAt: DateTimeOffset.UtcNow.AddDays(-1));
        var removed = EventOf("authorization.removed", "open-1", """{"reason":1}""", DateTimeOffset.UtcNow);

        (await SendAsync(removed, "wrong secret")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("Connected", await StateAsync(workspace, channel));
        (await SendAsync(removed, RunningAtlas.TikTokSecret)).Expect(HttpStatusCode.OK);
        (await SendAsync(removed, RunningAtlas.TikTokSecret)).Expect(HttpStatusCode.OK);

        var view = await workspace.Client.GetAsync($"/api/v1/channels/{channel}");
        Assert.Equal("NeedsReconnect", (string?)view["state"]);
        Assert.Contains("removed the app at TikTok", (string?)view["stateReason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_that_comes_after_the_person_connected_again_ends_nothing()
    {
        var (workspace, channel) = await ConnectAsync("open-2", connectedAt: DateTimeOffset.UtcNow);
        var late = EventOf("authorization.removed", "open-2", """{"reason":1}""", DateTimeOffset.UtcNow.AddHours(-30));

        (await SendAsync(late, RunningAtlas.TikTokSecret)).Expect(HttpStatusCode.OK);

        Assert.Equal("Connected", await StateAsync(workspace, channel));
    }

    [Fact]
    public async Task Whatever_is_signed_is_taken_and_counts_for_its_channel()
    {
        var (workspace, channel) = await ConnectAsync("open-3", connectedAt: DateTimeOffset.UtcNow.AddDays(-1));
        string[] bodies =
        [
            EventOf("post.publish.complete", "open-3", """{"publish_id":"v_pub_1"}""", DateTimeOffset.UtcNow),
            EventOf("something.new", "a stranger", "no json", DateTimeOffset.UtcNow),
            EventOf("authorization.removed", "a stranger", "no json", DateTimeOffset.UtcNow),
            "[]",
            "no json",
        ];

        foreach (var body in bodies)
        {
            (await SendAsync(body, RunningAtlas.TikTokSecret)).Expect(HttpStatusCode.OK);
        }

        Assert.Equal("Connected", await StateAsync(workspace, channel));
        await app.Services.GetRequiredService<ChannelActivities>().FlushAsync(default);
        var activity = await app
            .Services.GetRequiredService<IRowStore>()
            .ReadAsync(
                WorkspaceKeys.Partition(Id<Workspace>.Parse(workspace.Id)),
                WorkspaceKeys.Activity(Id<Channel>.Parse(channel)),
                StoredJson.Default.ChannelActivity,
                default
            );
        Assert.NotNull(activity?.Value.LastWebhookAt);
    }

    private static string EventOf(string name, string account, string content, DateTimeOffset at) =>
        new JsonObject
        {
            ["client_key"] = "client-key-1",
            ["event"] = name,
            ["create_time"] = at.ToUnixTimeSeconds(),
            ["user_openid"] = account,
            ["content"] = content,
        }.ToJsonString();

    private async Task<ApiAnswer> SendAsync(string body, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var content = new ByteArrayContent(bytes);
        content.Headers.Add("TikTok-Signature", TikTokSignatures.Sign(bytes, secret, DateTimeOffset.UtcNow));
        content.Headers.ContentType = new("application/json");
        return await app.ClientFor(null).SendAsync(HttpMethod.Post, "/api/webhooks/tiktok", content);
    }

    private static async Task<string?> StateAsync(TestWorkspace workspace, string channel) =>
        (string?)(await workspace.Client.GetAsync($"/api/v1/channels/{channel}"))["state"];

    /// <summary>As a consent would leave it: no network of this app is TikTok.</summary>
    private async Task<(TestWorkspace Workspace, string Channel)> ConnectAsync(string account, DateTimeOffset connectedAt)
    {
        var workspace = await app.NewWorkspaceAsync();
        var id = Id<Workspace>.Parse(workspace.Id);
        var channel = new Channel
        {
            Id = Id<Channel>.New(TimeProvider.System),
            WorkspaceId = id,
            Platform = Platform.TikTok,
            AccountId = account,
            Login = "tiktok",
            Name = "Test",
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = connectedAt,
        };
        var rows = app.Services.GetRequiredService<IRowStore>();
        await rows.WriteAsync(
            WorkspaceKeys.Partition(id),
            [RowWrite.Insert(WorkspaceKeys.Channel(channel.Id), channel.ToRow(StoredJson.Default.Channel))],
            default
        );
        await rows.WriteAsync(
            SystemKeys.Accounts("tiktok"),
            [RowWrite.Insert(SystemKeys.Account(account, id), AccountOwner.Of(channel).ToRow(StoredJson.Default.AccountOwner))],
            default
        );
        return (workspace, channel.Id.ToString());
    }
}
