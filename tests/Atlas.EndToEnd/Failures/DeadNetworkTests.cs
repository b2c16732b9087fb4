using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Failures;

[Trait("Needs", "Process")]
public sealed class DeadNetworkTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task Posts_that_fall_due_while_the_network_is_dead_go_out_when_it_is_back()
    {
        var channel = new TestChannel(
            await system.Client.ConnectAsync(SandboxClient.DemoAccount),
            SandboxClient.DemoAccount,
            system.Sandbox.Client
        );
        await system.Sandbox.KillAsync();
        var posts = new List<ScheduledPost>();
        for (var i = 0; i < 5; i++)
        {
            posts.Add(await system.ScheduleImageAsync(channel, seconds: 1, $"Dead {i}"));
        }

        foreach (var post in posts)
        {
            await Eventually.BeAsync(async () => (await system.Client.PublicationAsync(post.PublicationId)).Waiting is not null);
        }

        await system.Sandbox.StartAsync();

        foreach (var post in posts)
        {
            await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        }

        Assert.Equal(
            ["Dead 0", "Dead 1", "Dead 2", "Dead 3", "Dead 4"],
            (await channel.PostsAsync()).Select(effect => effect.Caption).Order(StringComparer.Ordinal)
        );
    }
}
