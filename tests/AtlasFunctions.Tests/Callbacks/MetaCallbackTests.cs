using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Callbacks;

[Collection(AtlasCollection.Name)]
public sealed class MetaCallbackTests(RunningAtlas app)
{
    private const string VectorSecret = "sim_app_secret_1";

    [Theory]
    [InlineData(
        """{"object":"page","entry":[{"id":"101","time":1790000000,"changes":[]}]}""",
        "e598b440837dbee05986162a6264f2aedb657226160de777e68d3e17a15e7172"
    )]
    [InlineData("""{"t":"\u00e4\u00f6"}""", "abd2b4ddfd2ae9d17462cb84ec31b2a2791345975fffa30e82df2dc80083cc88")]
    public void A_signature_is_over_the_bytes_as_they_came(string body, string signature)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.True(MetaSignatures.IsValid(bytes, $"sha256={signature}", VectorSecret));
        Assert.False(MetaSignatures.IsValid(bytes, $"sha256={signature}", "another"));
        Assert.False(MetaSignatures.IsValid([.. bytes, (byte)' '], $"sha256={signature}", VectorSecret));
        Assert.False(MetaSignatures.IsValid(bytes, $"sha256={signature[..^1]}", VectorSecret));
        Assert.False(MetaSignatures.IsValid(bytes, $"sha256={signature[..^1]}x", VectorSecret));
        Assert.False(MetaSignatures.IsValid(bytes, signature, VectorSecret));
        Assert.False(MetaSignatures.IsValid(bytes, null, VectorSecret));
    }

    [Fact]
    public void A_signed_request_is_read_and_a_changed_one_is_not()
    {
        const string Request =
            "xG4cX4TjRbwO7ctoxzLnNxwPelJtLmIYykv-QzLcm0k.eyJ1c2VyX2lkIjoiMjE4NDcxIiwiYWxnb3JpdGhtIjoiSE1BQy1TSEEyNTYiLCJpc3N1ZWRfYXQiOjE3OTAwMDAwMDB9";

        Assert.Equal(new SignedRequest("218471", "1790000000"), MetaSignatures.Read(Request, VectorSecret));
        Assert.Null(MetaSignatures.Read(Request, "another"));
        Assert.Null(MetaSignatures.Read(Sign("""{"user_id":"1","algorithm":"none"}""", VectorSecret), VectorSecret));
        Assert.Null(MetaSignatures.Read(Sign("[]", VectorSecret), VectorSecret));
        Assert.Null(MetaSignatures.Read(Sign("no json", VectorSecret), VectorSecret));
        for (var i = 0; i < Request.Length; i++)
        {
            var changed = Request[..i] + (Request[i] == 'A' ? 'B' : 'A') + Request[(i + 1)..];
            Assert.True(changed == Request || MetaSignatures.Read(changed, VectorSecret) is null, $"at {i}");
        }

        Assert.All(["", ".", "a.b.c", "ä.ö"], text => Assert.Null(MetaSignatures.Read(text, VectorSecret)));
    }

    [Fact]
    public async Task The_address_is_proved_with_the_token_that_the_set_up_shows()
    {
        var token = await app.Services.GetRequiredService<MetaWebhooks>().ReadVerifyTokenAsync(default);
        var client = app.ClientFor(null);

        var right = await client.GetAsync(
            $"/api/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}"
        );
        var wrong = await client.GetAsync("/api/webhooks/meta?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x");

        Assert.Equal("1158201444", right.Expect(HttpStatusCode.OK).Text);
        wrong.Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_webhook_counts_for_its_channel_and_an_unsigned_one_for_nobody()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var channel = await workspace.ConnectAsync(account);
        var body = $$"""{"object":"instagram","entry":[{"id":"{{account}}","time":1,"changes":[]}]}""";

        (await SendAsync(body, "wrong secret")).Expect(HttpStatusCode.Unauthorized);
        var health = await workspace.Client.GetAsync($"/api/v1/channels/{channel}/health");
        Assert.Null(health["webhook"]!["lastReceivedAt"]);
        (await SendAsync(body, RunningAtlas.MetaSecret)).Expect(HttpStatusCode.OK);
        (await SendAsync("no json", RunningAtlas.MetaSecret)).Expect(HttpStatusCode.OK);

        health = await workspace.Client.GetAsync($"/api/v1/channels/{channel}/health");
        Assert.NotNull(health["webhook"]!["lastReceivedAt"]);
    }

    [Fact]
    public async Task Who_removes_the_app_has_to_connect_again()
    {
        var (workspace, channel, person) = await ConnectAsync();

        (await PostAsync("/api/meta/deauthorize", "nonsense")).Expect(HttpStatusCode.BadRequest);
        (await PostAsync("/api/meta/deauthorize", RequestOf(person))).Expect(HttpStatusCode.OK);

        var view = await workspace.Client.GetAsync($"/api/v1/channels/{channel}");
        Assert.Equal("NeedsReconnect", (string?)view["state"]);
    }

    [Fact]
    public async Task Who_asks_for_deletion_is_forgotten_and_sees_it()
    {
        var (workspace, channel, person) = await ConnectAsync();
        var before = await StoredAsync(workspace, channel);
        await workspace.ScheduleAsync(channel);

        var answer = (await PostAsync("/api/meta/data-deletion", RequestOf(person))).Expect(HttpStatusCode.OK);
        var again = await PostAsync("/api/meta/data-deletion", RequestOf(person));

        Assert.Equal((string?)answer["confirmation_code"], (string?)again["confirmation_code"]);
        Assert.Equal($"https://atlas.example/data-deletion/{answer["confirmation_code"]}", (string?)answer["url"]);
        var page = $"/data-deletion/{answer["confirmation_code"]}";
        await Eventually.BeAsync(async () =>
            (await app.ClientFor(null).GetAsync(page)).Text.Contains("Done: the data of 1", StringComparison.Ordinal)
        );
        var after = await StoredAsync(workspace, channel);
        Assert.Equal((ChannelState.Disconnected, "Deleted account", null), (after.State, after.Name, after.Handle));
        Assert.DoesNotContain(before.AccountId, after.AccountId, StringComparison.Ordinal);
        Assert.Null(await app.Services.GetRequiredService<ITokenVault>().GetAsync(before.TokenName, default));
        Assert.NotEqual(channel, await workspace.ConnectAsync(before.AccountId));
        (await app.ClientFor(null).GetAsync("/data-deletion/000000000000000000000000")).Expect(HttpStatusCode.NotFound);
        (await PostAsync("/api/meta/data-deletion", RequestOf("a stranger"))).Expect(HttpStatusCode.OK);
    }

    private async Task<(TestWorkspace Workspace, string Channel, string Person)> ConnectAsync()
    {
        var workspace = await app.NewWorkspaceAsync();
        var account = TestWorkspace.NewAccount();
        var person = $"person-{account}";
        var started = await workspace.Client.PostAsync("/api/v1/channels/connect", new { login = "pretended", returnUrl = "/x" });
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        var state = ((string)started["url"]!).Split("state=")[1];
        var back = await http.GetAsync($"/api/oauth/pretended/callback?state={state}&code={person}:{account}");
        var id = back.Headers.Location!.Query.Split("connection=")[1];
        var chosen = await workspace.Client.PostAsync(
            $"/api/v1/connections/{id}/channels",
            new { accountIds = new[] { account } }
        );
        return (workspace, (string)chosen.Expect(HttpStatusCode.OK)["items"]![0]!["id"]!, person);
    }

    private async Task<ApiAnswer> SendAsync(string body, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var content = new ByteArrayContent(bytes);
        content.Headers.Add(
            "X-Hub-Signature-256",
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))}"
        );
        content.Headers.ContentType = new("application/json");
        return await app.ClientFor(null).SendAsync(HttpMethod.Post, "/api/webhooks/meta", content);
    }

    private Task<ApiAnswer> PostAsync(string path, string signed) =>
        app.ClientFor(null).SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("signed_request", signed)]));

    private static string RequestOf(string person) =>
        Sign(
            new JsonObject
            {
                ["user_id"] = person,
                ["algorithm"] = "HMAC-SHA256",
                ["issued_at"] = 1790000000,
            }.ToJsonString(),
            RunningAtlas.MetaSecret
        );

    private static string Sign(string payload, string secret)
    {
        var encoded = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(encoded));
        return $"{Base64Url.EncodeToString(signature)}.{encoded}";
    }

    private async Task<Channel> StoredAsync(TestWorkspace workspace, string channel) =>
        (
            await app
                .Services.GetRequiredService<ChannelStore>()
                .ReadAsync(Id<Workspace>.Parse(workspace.Id), Id<Channel>.Parse(channel), default)
        )!.Value;
}
