using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Tests.Alerts;

/// <summary>An app of its own, which may post to one port of this machine: a receiver that the test runs.</summary>
public sealed class AlertReceiverTests : IAsyncLifetime
{
    private const string Root = "/api/v1/alert-receiver";
    private readonly RunningAtlas _app = new();
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<(Dictionary<string, string> Headers, byte[] Body)> _received = new();
    private int _status = 200;

    public AlertReceiverTests()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _web = builder.Build();
        _web.MapPost(
            "/hooks/{canary}",
            async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                _received.Enqueue(
                    (context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => $"{h.Value}"), body.ToArray())
                );
                context.Response.StatusCode = _status;
            }
        );
    }

    public async Task InitializeAsync()
    {
        await _web.StartAsync();
        _app.Settings["Atlas:Egress:AllowedLoopbackPorts"] = new Uri(_web.Urls.First()).Port.ToString(
            CultureInfo.InvariantCulture
        );
        await _app.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _web.DisposeAsync();
    }

    [Fact]
    public async Task A_receiver_is_set_tried_and_removed_and_its_secrets_are_shown_once()
    {
        var workspace = await _app.NewWorkspaceAsync();
        var (canary, other) = ($"canary-{Guid.NewGuid():N}", $"canary-{Guid.NewGuid():N}");
        (await workspace.Client.GetAsync(Root)).Expect(HttpStatusCode.NotFound);
        (await workspace.Client.PostAsync($"{Root}/test")).Expect(HttpStatusCode.NotFound);

        var set = (await SetAsync(workspace, canary, "once")).Expect(HttpStatusCode.OK);
        var again = (await SetAsync(workspace, canary, "once")).Expect(HttpStatusCode.OK);
        var secret = (string)set["secret"]!;
        Assert.Equal(secret, (string?)again["secret"]);
        var tested = (await workspace.Client.PostAsync($"{Root}/test")).Expect(HttpStatusCode.OK);
        Assert.Equal((true, 200), ((bool)tested["delivered"]!, (int)tested["status"]!));
        var message = Verified(secret);
        Assert.Equal(("alert.test", workspace.Id), ((string?)message["type"], (string?)message["data"]!["workspaceId"]));

        _status = 404;
        tested = (await workspace.Client.PostAsync($"{Root}/test")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            (false, 404, "It answered 404."),
            ((bool)tested["delivered"]!, (int)tested["status"]!, (string?)tested["problem"])
        );

        var shown = (await workspace.Client.GetAsync(Root)).Expect(HttpStatusCode.OK);
        Assert.Equal(("127.0.0.1", null, 0), ((string?)shown["host"], (string?)shown["secret"], (int)shown["givenUp"]!));
        (await (await _app.NewWorkspaceAsync()).Client.GetAsync(Root)).Expect(HttpStatusCode.NotFound);

        var name = await SecretNameAsync(workspace);
        Assert.NotEqual(secret, (string?)(await SetAsync(workspace, other)).Expect(HttpStatusCode.OK)["secret"]);
        await PurgedAsync(name);
        name = await SecretNameAsync(workspace);
        (await workspace.Client.DeleteAsync(Root)).Expect(HttpStatusCode.NoContent);
        (await workspace.Client.GetAsync(Root)).Expect(HttpStatusCode.NotFound);
        (await workspace.Client.DeleteAsync(Root)).Expect(HttpStatusCode.NotFound);
        await PurgedAsync(name);

        string[] secrets = [canary, other, secret, secret["whsec_".Length..]];
        Assert.Empty(LeakSearch.InFiles(_app.DataDirectory, secrets));
        Assert.Empty(LeakSearch.InLines(_app.Log.Lines, secrets));
        var log = (await workspace.Client.GetAsync("/api/v1/audit"))["items"]!
            .AsArray()
            .Select(entry => (string?)entry!["action"]);
        Assert.Equal(["alertReceiver.removed", "alertReceiver.changed", "alertReceiver.changed"], log.Take(3));
    }

    [Theory]
    [InlineData("http://hooks.example.com/x", "url.scheme")]
    [InlineData("https://10.0.0.1/x", "url.private")]
    [InlineData("https://[::1]/x", "url.private")]
    [InlineData("https://169.254.169.254/latest/meta-data", "url.private")]
    [InlineData("https://user:password@hooks.example.com/x", "url.credentials")]
    [InlineData("https://hooks.example.com:22/x", "url.port")]
    [InlineData("ftp://hooks.example.com/x", "url.scheme")]
    [InlineData("not an address", "required")]
    [InlineData(null, "required")]
    public async Task An_address_that_messages_may_not_go_to_is_refused_with_its_rule(string? url, string rule)
    {
        var workspace = await _app.NewWorkspaceAsync();

        var answer = await workspace.Client.SendAsync(HttpMethod.Put, Root, JsonContent.Create(new { url }));

        var error = Assert.Single(answer.Expect(HttpStatusCode.UnprocessableEntity)["errors"]!.AsArray())!;
        Assert.Equal(("url", rule), ((string?)error["field"], (string?)error["rule"]));
    }

    [Fact]
    public async Task A_failed_post_is_told_although_the_receiver_answers_with_an_error_at_first()
    {
        var workspace = await _app.NewWorkspaceAsync();
        var secret = (string)(await SetAsync(workspace, "told")).Expect(HttpStatusCode.OK)["secret"]!;
        _status = 500;

        var publication = await AlertTests.FailAsync(_app, workspace, "one");
        await Eventually.BeAsync(() => !_received.IsEmpty);
        _status = 204;
        await Eventually.BeAsync(() => _received.Count == 2);

        var ids = _received.Select(request => request.Headers["webhook-id"]).Distinct();
        var message = Verified(secret);
        Assert.Equal(("alert.failed", publication), ((string?)message["type"], (string?)message["data"]!["publicationId"]));
        Assert.Equal("No. Mend it.", (string?)message["data"]!["message"]);
        var alert = await Eventually.GetAsync(async () =>
            (await workspace.Client.GetAsync("/api/v1/alerts"))["items"]![0]!.AsObject() is { } item
            && item["delivery"]?["deliveredAt"] is not null
                ? item
                : null
        );
        Assert.Equal(Assert.Single(ids), (string?)alert["id"]);
        Assert.Equal(2, (int)alert["delivery"]!["attempts"]!);
    }

    [Fact]
    public async Task What_was_given_up_is_sent_again_when_somebody_asks()
    {
        var workspace = await _app.NewWorkspaceAsync();
        await AlertTests.FailAsync(_app, workspace, "one");
        await GiveUpAsync(workspace);
        var secret = (string)(await SetAsync(workspace, "again")).Expect(HttpStatusCode.OK)["secret"]!;
        Assert.Equal(1, (int)(await workspace.Client.GetAsync(Root))["givenUp"]!);

        Assert.Equal(1, (int)(await workspace.Client.PostAsync($"{Root}/send-again")).Expect(HttpStatusCode.OK)["sent"]!);
        await Eventually.BeAsync(() => !_received.IsEmpty);

        Assert.Equal("alert.failed", (string?)Verified(secret)["type"]);
        Assert.Equal(0, (int)(await workspace.Client.PostAsync($"{Root}/send-again")).Expect(HttpStatusCode.OK)["sent"]!);
    }

    private Task<ApiAnswer> SetAsync(TestWorkspace workspace, string canary, string? key = null) =>
        workspace.Client.SendAsync(
            HttpMethod.Put,
            Root,
            JsonContent.Create(new { url = $"{_web.Urls.First()}/hooks/{canary}" }),
            key
        );

    /// <summary>The last message, as a receiver that knows the specification takes it.</summary>
    private JsonNode Verified(string secret)
    {
        var (headers, body) = _received.Last();
        var (id, at) = (headers["webhook-id"], headers["webhook-timestamp"]);
        var signed = Encoding.UTF8.GetBytes($"{id}.{at}.{Encoding.UTF8.GetString(body)}");
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        Assert.Equal($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}", headers["webhook-signature"]);
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture));
        Assert.InRange(DateTimeOffset.UtcNow - sentAt, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(5));
        return JsonNode.Parse(body)!;
    }

    private async Task<string> SecretNameAsync(TestWorkspace workspace) =>
        (
            await _app
                .Services.GetRequiredService<IRowStore>()
                .ReadAsync(workspace.Id, WorkspaceKeys.AlertReceiver, StoredJson.Default.AlertReceiver, default)
        )!
            .Value
            .SecretName;

    private Task PurgedAsync(string name) =>
        Eventually.BeAsync(async () => await _app.Services.GetRequiredService<ITokenVault>().GetAsync(name, default) is null);

    private async Task GiveUpAsync(TestWorkspace workspace)
    {
        var rows = _app.Services.GetRequiredService<IRowStore>();
        var row = Assert.Single(
            (await rows.ReadRangeAsync(workspace.Id, RowRange.StartingWith(WorkspaceKeys.Alerts), 10, default)).Rows
        );
        var now = DateTimeOffset.UtcNow;
        var left = row.As(StoredJson.Default.Alert).Value with
        {
            Delivery = new Core.Alerts.AlertDelivery(9, null, null, now, "It answered 500."),
        };
        await rows.WriteAsync(workspace.Id, [RowWrite.Upsert(row.Key, left.ToRow(StoredJson.Default.Alert))], default);
    }
}
