using System.Net;
using System.Text.Json.Nodes;
using Atlas.Core.Clocks;
using Atlas.Functions.Tests.App;
using Atlas.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Health;

public sealed class ClockTests : IAsyncLifetime
{
    private readonly RunningAtlas _app = new();

    public Task InitializeAsync()
    {
        _app.Settings["Publishing:ClockRetry"] = "00:00:00.2";
        return _app.InitializeAsync();
    }

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_clock_that_is_off_turns_health_red_and_holds_posts_until_it_is_right()
    {
        var workspace = await _app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        OffBy(75);

        var post = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = new[] { channel },
                text = "Not by this clock",
                publishNow = true,
            }
        );

        var id = (string)post.Expect(HttpStatusCode.Created)["publications"]![0]!["id"]!;
        await Eventually.BeAsync(async () => (string?)(await PublicationAsync())["waiting"]?["reason"] == "clock");
        var health = (await _app.ClientFor(null).GetAsync("/api/health")).Expect(HttpStatusCode.ServiceUnavailable);
        var check = health["checks"]!.AsArray().Single(check => (string?)check!["name"] == "clock")!;
        Assert.False((bool)check["healthy"]!);
        Assert.Contains("75 s ahead of one.com and two.com", (string?)check["detail"], StringComparison.Ordinal);
        Assert.Contains(_app.Log.Lines, line => line.Contains("The clock is 75", StringComparison.Ordinal));

        OffBy(0);

        await Eventually.BeAsync(async () => (string?)(await PublicationAsync())["state"] == "Published");
        (await _app.ClientFor(null).GetAsync("/api/health")).Expect(HttpStatusCode.OK);

        Task<ApiAnswer> PublicationAsync() => workspace.Client.GetAsync($"/api/v1/publications/{id}");
    }

    private void OffBy(double seconds)
    {
        var watch = _app.Services.GetRequiredService<ClockWatch>();
        foreach (var origin in (string[])["https://one.com", "https://two.com"])
        {
            var theirs = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(seconds + 0.5);
            watch.Observe(new Uri(origin), ClockKind.Network, theirs, TimeSpan.Zero);
        }
    }
}
