using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Failures;

/// <summary>
/// The runtime does on purpose all that its programming model allows: activities twice and at the same time, events late and
/// repeated, timers lost, every turn replayed. Followers must not notice.
/// </summary>
[Trait("Needs", "Process")]
public sealed class HostileModeTests(HostileModeTests.HostileSystem system) : IClassFixture<HostileModeTests.HostileSystem>
{
    [Fact]
    public async Task Bursts_lost_answers_and_a_crash_end_with_every_post_live_once()
    {
        var channels = new List<TestChannel>();
        for (var i = 0; i < 4; i++)
        {
            channels.Add(await system.ConnectAsync(i % 2 == 0 ? "facebook" : "instagram"));
        }

        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(FaultKind.Cut, "instagram.publish") { Phase = FaultPhase.After, Probability = 0.1 }
        );
        var posts = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => system.ScheduleImageAsync(channels[i % 4], seconds: 4, $"Hostile {i}", "With a comment"))
        );
        await Testing.Eventually.BeAsync(
            async () => (await system.Sandbox.Client.EffectsAsync()).Summary.Count >= 10,
            TimeSpan.FromSeconds(60)
        );
        await system.App.KillAsync();
        await system.App.StartAsync();

        foreach (var post in posts)
        {
            await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(120));
        }

        await Testing.Eventually.BeAsync(async () => (await CommentsAsync()).Count >= 40, TimeSpan.FromSeconds(60));
        var effects = (await system.Sandbox.Client.EffectsAsync()).Effects.Where(effect => effect.IsPost).ToList();
        Assert.Equal(40, effects.Count);
        Assert.Equal(40, effects.Select(effect => effect.Caption).Distinct().Count());
        Assert.Equal(40, (await CommentsAsync()).Select(comment => comment.ParentId).Distinct().Count());
        Assert.Equal(40, (await CommentsAsync()).Count);
    }

    [Fact]
    public async Task A_cancelled_and_a_moved_post_obey()
    {
        var channel = await system.ConnectAsync();
        var cancelled = await system.PrepareImageAsync(channel, "Cancelled");
        var moved = await system.PrepareImageAsync(channel, "Moved");
        await system.MoveAsync(cancelled, seconds: 5);
        await system.MoveAsync(moved, seconds: 5);

        await system.CancelAsync(cancelled);
        var later = await system.MoveAsync(moved, seconds: 7);

        // Where its start was lost, the next sweep is what finds it.
        await system.BecomesAsync(moved.PublicationId, "Published", TimeSpan.FromSeconds(100));
        var effect = Assert.Single(await channel.PostsAsync());
        Assert.Equal("Moved", effect.Caption);
        Assert.True(effect.At >= later);
    }

    private async Task<List<Effect>> CommentsAsync() =>
        [.. (await system.Sandbox.Client.EffectsAsync()).Effects.Where(effect => effect.Kind == "comment")];

    public sealed class HostileSystem : AtlasSystem
    {
        public HostileSystem()
        {
            App.Settings["Atlas__LocalRuntime__Hostile__Seed"] = "7";
        }
    }
}
