using System.Net;
using Atlas.Core.Preflight;
using Atlas.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Posts;

/// <summary>What is said before a post is due.</summary>
[Collection(AtlasCollection.Name)]
public sealed class PreflightTests(RunningAtlas app)
{
    [Fact]
    public async Task The_post_that_a_days_budget_has_no_room_for_is_named_when_it_is_scheduled()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var due = DateTimeOffset.UtcNow.AddDays(2);
        for (var i = 0; i < 3; i++)
        {
            var fits = await ScheduleAsync(workspace, channel, due.AddHours(i)); // each in an hour of its own: no count is old
            Assert.Empty(fits.Expect(HttpStatusCode.Created)["findings"]!.AsArray());
        }

        var fourth = await ScheduleAsync(workspace, channel, due.AddHours(4));
        var nextDay = await ScheduleAsync(workspace, channel, due.AddHours(30));
        var elsewhere = await ScheduleAsync(workspace, await workspace.ConnectAsync(), due.AddHours(5));

        var finding = Assert.Single(fourth.Expect(HttpStatusCode.Created)["findings"]!.AsArray());
        Assert.Equal(("warning", "pretended.posts.forecast"), ((string?)finding!["severity"], (string?)finding["rule"]));
        Assert.Contains("number 4 of 3 posts in 24 hours", (string?)finding["message"], StringComparison.Ordinal);
        Assert.Empty(nextDay.Expect(HttpStatusCode.Created)["findings"]!.AsArray());
        Assert.Empty(elsewhere.Expect(HttpStatusCode.Created)["findings"]!.AsArray());
    }

    [Fact]
    public async Task What_the_network_says_an_hour_ahead_stands_in_the_timeline_once()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var post = await workspace.ScheduleAsync(channel, "This is doubtful", minutes: 40);
        await workspace.ScheduleAsync(channel, "This is fine", minutes: 41);
        // Of the test alone: the app's own may have looked at this hour already, by its timer.
        var preflight = ActivatorUtilities.CreateInstance<PreflightDue>(app.Services);

        await preflight.RunAsync(default);
        await preflight.RunAsync(default);

        var timeline = await workspace.Client.GetAsync($"/api/v1/posts/{post.Id}/timeline");
        var entry = Assert.Single(timeline["entries"]!.AsArray(), entry => (string?)entry!["event"] == "preflight");
        Assert.Equal("It would not go out: The network doubts it.", (string?)entry!["detail"]);
        var validation = await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/validate");
        Assert.False((bool)validation.Expect(HttpStatusCode.OK)["valid"]!);
    }

    private static Task<ApiAnswer> ScheduleAsync(TestWorkspace workspace, string channel, DateTimeOffset dueAt) =>
        workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = new[] { channel },
                text = "counted",
                dueAt,
            }
        );
}
