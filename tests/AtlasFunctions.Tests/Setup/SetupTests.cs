using System.Net;
using System.Net.Http.Headers;
using Atlas.Core.Media;
using Atlas.Functions.Tests.App;
using Atlas.Testing.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Setup;

public sealed class SetupTests : IAsyncLifetime
{
    private readonly RunningAtlas _app = new();

    public Task InitializeAsync()
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        _app.Settings["urls"] = address;
        _app.Settings["Atlas:PublicBaseUrl"] = address;
        return _app.InitializeAsync();
    }

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_address_is_called_and_a_wrong_one_is_named()
    {
        var setup = _app.ClientFor(RunningAtlas.SetupKey);

        var view = (await setup.GetAsync("/api/v1/setup/checks")).Expect(HttpStatusCode.OK);

        Assert.True((bool)view["ok"]!, view.Text);
        var checks = view["checks"]!.AsArray().ToDictionary(check => (string)check!["name"]!, check => check!);
        string[] expected =
        [
            "public address",
            "redirect pretended",
            "webhook meta",
            "webhook tiktok",
            "deauthorize meta",
            "data deletion meta",
            "media",
            "clock",
            "app meta",
            "vault",
            "storage",
            "queue",
        ];
        Assert.All(expected, name => Assert.Contains(name, checks.Keys));
        Assert.All(
            checks.Where(check => check.Key != "public address"),
            check => Assert.Equal("ok", (string?)check.Value["state"])
        );
        Assert.Equal("warning", (string?)checks["public address"]["state"]);
        Assert.Equal("Works. Nothing has been received yet.", (string?)checks["webhook tiktok"]["message"]);

        _app.Services.GetRequiredService<MediaOptions>().PublicBaseUrl = $"http://127.0.0.1:{FreePort.Next()}";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/setup/checks");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        using var answer = await setup.Http.SendAsync(request);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        Assert.Contains(lines, line => line.StartsWith("FAIL  webhook meta", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FAIL  webhook tiktok", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FAIL  media", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok    vault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_s_owner_may_ask_too_and_others_may_not()
    {
        var workspace = await _app.NewWorkspaceAsync();
        var reader = await workspace.Client.PostAsync(
            "/api/v1/api-keys",
            new { name = "Reader", scopes = new[] { "posts:read" } }
        );

        (await workspace.Client.GetAsync("/api/v1/setup/checks")).Expect(HttpStatusCode.OK);
        (await _app.ClientFor((string)reader["secret"]!).GetAsync("/api/v1/setup/checks")).Expect(HttpStatusCode.Forbidden);
    }
}
