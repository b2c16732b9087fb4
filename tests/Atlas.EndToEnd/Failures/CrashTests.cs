using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Failures;

[Trait("Needs", "Process")]
public sealed class CrashTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    private const int Posts = 150;

    [Fact]
    public async Task Kill_9_in_the_middle_of_a_burst_neither_loses_nor_doubles_a_post()
    {
        var channels = await ConnectAsync(10);
        var due = AtlasSystem.In(5);
        var acknowledged = await Task.WhenAll(
            Enumerable
                .Range(0, Posts)
                .Select(i =>
                    system.ScheduleImageAsync(channels[i % 10], (due - DateTimeOffset.UtcNow).TotalSeconds, $"Burst {i}")
                )
        );

        foreach (var share in (int[])[10, 60, 110])
        {
            await Eventually.BeAsync(async () => (await EffectsAsync(channels)).Count >= share, TimeSpan.FromSeconds(60));
            await system.App.KillAsync();
            await system.App.StartAsync();
        }

        foreach (var post in acknowledged)
        {
            await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(90));
        }

        var effects = await EffectsAsync(channels);
        Assert.Equal(
            Enumerable.Range(0, Posts).Select(i => $"Burst {i}").Order(StringComparer.Ordinal),
            effects.Select(effect => effect.Caption).Order(StringComparer.Ordinal)
        );
        var ledger = (await system.Client.PublicationsAsync()).Select(publication => publication.PlatformPostId).ToHashSet();
        Assert.All(effects, effect => Assert.Contains(effect.MediaId, ledger));
    }

    [Fact]
    public async Task A_clean_stop_ends_with_0_and_loses_nothing()
    {
        var channels = await ConnectAsync(4);
        var posts = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => system.ScheduleImageAsync(channels[i % 4], seconds: 3, $"Stop {i}"))
        );

        await Eventually.BeAsync(async () => (await EffectsAsync(channels)).Count >= 5, TimeSpan.FromSeconds(60));
        Assert.Equal(0, await system.App.StopAsync());
        await system.App.StartAsync();

        foreach (var post in posts)
        {
            await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        }

        Assert.Equal(40, (await EffectsAsync(channels)).Select(effect => effect.Caption).Distinct().Count());
        Assert.Equal(40, (await EffectsAsync(channels)).Count);
    }

    [Fact]
    public async Task A_post_whose_time_passed_while_the_app_was_down_follows_its_late_policy()
    {
        var channel = await system.ConnectAsync();
        var late = await system.ScheduleImageAsync(channel, seconds: 2, "Late", latePolicy: new NewLatePolicy("publish", 0));
        var held = await system.ScheduleImageAsync(channel, seconds: 2, "Held", latePolicy: new NewLatePolicy("hold", 0.01));
        var skipped = await system.ScheduleImageAsync(
            channel,
            seconds: 2,
            "Skipped",
            latePolicy: new NewLatePolicy("skip", 0.01)
        );
        var patient = await system.ScheduleImageAsync(channel, seconds: 2, "Patient", latePolicy: new NewLatePolicy("skip", 30));
        var due = (await system.Client.PublicationAsync(skipped.PublicationId)).DueAt!.Value;

        await system.App.KillAsync();
        await Eventually.BeAsync(() => DateTimeOffset.UtcNow > due.AddSeconds(6));
        await system.App.StartAsync();

        await system.BecomesAsync(late.PublicationId, "Published");
        await system.BecomesAsync(patient.PublicationId, "Published");
        await system.BecomesAsync(held.PublicationId, "Missed");
        await system.BecomesAsync(skipped.PublicationId, "Missed");
        Assert.Equal(
            ["Late", "Patient"],
            (await channel.PostsAsync()).Select(effect => effect.Caption).Order(StringComparer.Ordinal)
        );
    }

    private async Task<List<TestChannel>> ConnectAsync(int count)
    {
        var channels = new List<TestChannel>();
        for (var i = 0; i < count; i++)
        {
            channels.Add(await system.ConnectAsync());
        }

        return channels;
    }

    private async Task<List<Effect>> EffectsAsync(IEnumerable<TestChannel> channels)
    {
        var accounts = channels.Select(channel => channel.Account.AccountId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (await system.Sandbox.Client.EffectsAsync()).Effects.Where(effect =>
                effect.IsPost && accounts.Contains(effect.AccountId)
            ),
        ];
    }
}
