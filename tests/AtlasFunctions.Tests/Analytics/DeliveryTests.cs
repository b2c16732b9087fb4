using System.Net;
using Atlas.Functions.Tests.App;
using Atlas.Testing;

namespace Atlas.Functions.Tests.Analytics;

[Collection(AtlasCollection.Name)]
public sealed class DeliveryTests(RunningAtlas app)
{
    private const string Path = "/api/v1/analytics/delivery";

    [Fact]
    public async Task What_went_out_is_counted_with_its_lateness_for_its_own_workspace_alone()
    {
        var workspace = await app.NewWorkspaceAsync();
        var other = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var second = await workspace.ConnectAsync();
        await workspace.ScheduleAsync(channel, minutes: 0);
        await workspace.ScheduleAsync(channel, minutes: 600);

        ApiAnswer figures = null!;
        await Eventually.BeAsync(async () =>
        {
            figures = (await workspace.Client.GetAsync(Path)).Expect(HttpStatusCode.OK);
            return (int)figures["overall"]!["published"]! == 1;
        });

        Assert.Equal("Europe/Berlin", (string?)figures["timeZone"]);
        Assert.InRange((double)figures["overall"]!["latenessSeconds"]!["p99"]!, 0, 60);
        Assert.Equal(0, (int)figures["overall"]!["doubled"]!);
        Assert.Equal("instagram", (string?)figures["networks"]![0]!["platform"]);
        Assert.Equal(0, await PublishedAsync(other, ""));
        Assert.Equal(1, await PublishedAsync(workspace, $"?channelId={channel}&platform=instagram"));
        Assert.Equal(0, await PublishedAsync(workspace, $"?channelId={second}"));
        Assert.Equal(0, await PublishedAsync(workspace, "?platform=x"));
        var year = ((DateTimeOffset)figures["to"]!).Year;
        Assert.Equal(1, await PublishedAsync(workspace, $"?from={year}-01-01&to={year}-12-31"));
        Assert.Equal(0, await PublishedAsync(workspace, "?from=2020-02-01&to=2020-02-29"));
    }

    [Theory]
    [InlineData("?from=2020-02-30")]
    [InlineData("?from=yesterday")]
    [InlineData("?from=2020-01-01&to=2025-01-01")]
    [InlineData("?from=2020-03-01&to=2020-01-01")]
    [InlineData("?from=2999-01-01")]
    [InlineData("?to=9999-12-31&from=9999-12-31")]
    [InlineData("?platform=friendster")]
    public async Task A_period_that_cannot_be_is_refused(string query)
    {
        var workspace = await app.NewWorkspaceAsync();
        (await workspace.Client.GetAsync(Path + query)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_metrics_page_shows_percentiles_by_network()
    {
        var workspace = await app.NewWorkspaceAsync();
        await workspace.ScheduleAsync(await workspace.ConnectAsync(), minutes: 0);
        await Eventually.BeAsync(async () => await PublishedAsync(workspace, "") == 1);

        var metrics = (await app.ClientFor(RunningAtlas.SetupKey).GetAsync("/api/metrics")).Expect(HttpStatusCode.OK);

        var network = metrics["networks"]!.AsArray().Single(one => (string?)one!["platform"] == "instagram")!;
        Assert.True((int)network["published"]! > 0);
        Assert.True((double)network["latenessSeconds"]!["max"]! >= (double)network["latenessSeconds"]!["p50"]!);
        Assert.Null(metrics["networks"]!.AsArray().Single(one => (string?)one!["platform"] == "telegram")!["latenessSeconds"]);
    }

    private static async Task<int> PublishedAsync(TestWorkspace workspace, string query) =>
        (int)(await workspace.Client.GetAsync(Path + query)).Expect(HttpStatusCode.OK)["overall"]!["published"]!;
}
