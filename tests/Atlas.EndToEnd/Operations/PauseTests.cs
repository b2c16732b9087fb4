using Atlas.EndToEnd.Systems;

namespace Atlas.EndToEnd.Operations;

public sealed class PauseTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task What_is_due_while_its_workspace_is_paused_goes_out_once_after_it_is_resumed()
    {
        var channel = await system.ConnectAsync();
        var prepared = await system.PrepareImageAsync(channel, "Prepared before the pause");
        await PauseAsync();

        await system.MoveAsync(prepared, seconds: 1);
        var added = await system.ScheduleImageAsync(channel, seconds: 1, "Scheduled in the pause");
        foreach (var post in new[] { prepared, added })
        {
            var waiting = await system.BecomesAsync(post.PublicationId, "Waiting");
            Assert.Equal("paused", waiting.Waiting?.Reason);
            Assert.EndsWith("wrong prices", waiting.Waiting?.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await channel.PostsAsync());
        await ResumeAsync();
        foreach (var post in new[] { prepared, added })
        {
            await system.BecomesAsync(post.PublicationId, "Published");
        }

        Assert.Equal(
            ["Prepared before the pause", "Scheduled in the pause"],
            (await channel.PostsAsync()).Select(effect => effect.Caption).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    [Trait("Needs", "Process")]
    public async Task A_pause_outlives_the_process()
    {
        var channel = await system.ConnectAsync();
        await PauseAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 1, "Held through a crash");
        await system.BecomesAsync(post.PublicationId, "Waiting");

        await system.App.KillAsync();
        await system.App.StartAsync();

        Assert.Equal("paused", (await system.BecomesAsync(post.PublicationId, "Waiting")).Waiting?.Reason);
        Assert.Empty(await channel.PostsAsync());
        await ResumeAsync();
        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.Single(await channel.PostsAsync());
    }

    private Task PauseAsync() =>
        system.OperateAsync(HttpMethod.Post, "pause", new { workspaceId = system.WorkspaceId, reason = "wrong prices" });

    private Task ResumeAsync() => system.OperateAsync(HttpMethod.Post, "resume", new { workspaceId = system.WorkspaceId });
}
