using System.Net;
using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>Each network is connected through its consent page, and each type of post goes live there once.</summary>
public sealed class EveryNetworkTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Platforms() => [.. NetworkPost.All.Select(post => post.Platform).Distinct()];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Every_type_of_post_is_live_once_at_its_time(string platform)
    {
        var channel = await NetworkChannel.ConnectAsync(system, platform);
        var due = AtlasSystem.In(4);
        var planned = new List<(NetworkPost Post, string Id)>();
        foreach (var post in NetworkPost.All.Where(post => post.Platform == platform))
        {
            planned.Add((post, await channel.ScheduleAsync(post, due)));
        }

        foreach (var (post, id) in planned)
        {
            var live = await system.BecomesAsync(id, "Published", s_patience);
            var effects = await Eventually.GetAsync(
                async () =>
                {
                    var all = (await channel.EffectsAsync())
                        .Where(effect => NetworkChannel.IsPost(effect, live.PlatformPostId))
                        .ToList();
                    return all.Count > 0 ? all : null;
                },
                s_patience,
                $"{post} is live"
            );
            var effect = Assert.Single(effects);
            Assert.True(effect.At >= due, $"{post}: live {due - effect.At} before its time");
            Assert.Equal(post.Kind, effect.Kind);
        }

        var followers = planned.Sum(entry => entry.Post.Followers);
        await Eventually.BeAsync(
            async () => (await channel.EffectsAsync()).Count == planned.Count + followers,
            s_patience,
            "what follows the posts is live too"
        );
        Assert.Equal(0, (await system.Sandbox.Client.EffectsAsync(account: channel.AccountId)).Summary.Doubled);
    }
}
