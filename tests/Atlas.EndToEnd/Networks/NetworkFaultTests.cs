using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>What goes wrong with the call that followers see, on every network: the post is live once, or a person is told why not.</summary>
public sealed class NetworkFaultTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Platforms() => [.. VisibleCall.All.Select(call => call.Platform)];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_lost_answer_never_doubles_a_post(string platform)
    {
        var (channel, call) = await ConnectAsync(platform);
        await FaultAsync(channel, call, new Fault(FaultKind.Cut) { Phase = FaultPhase.After });

        var id = await channel.ScheduleAsync(call.Post, AtlasSystem.In(3));

        await SettlesAsync(channel, id, call, expectedEffects: 1);
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_call_that_broke_off_before_its_effect_is_made_again_only_if_that_is_proven(string platform)
    {
        var (channel, call) = await ConnectAsync(platform);
        await FaultAsync(channel, call, new Fault(FaultKind.Cut) { Phase = FaultPhase.Before });

        var id = await channel.ScheduleAsync(call.Post, AtlasSystem.In(3));

        await SettlesAsync(channel, id, call, expectedEffects: call.ReadsBack ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_rate_limit_is_waited_for_and_says_so(string platform)
    {
        var (channel, call) = await ConnectAsync(platform);
        await FaultAsync(channel, call, new Fault(FaultKind.Throttle) { RetryAfterSeconds = 2 });

        var id = await channel.ScheduleAsync(call.Post, AtlasSystem.In(3));

        var waiting = await StopsAsync(id, publication => publication.Waiting?.Reason == "rateLimit");
        Assert.NotEqual("", waiting.Waiting!.Message);
        Assert.Empty(await channel.EffectsAsync());
    }

    /// <summary>Where a refresh token is left the app helps itself; else it waits for a person.</summary>
    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_dead_token_is_renewed_or_waits_until_the_account_is_connected_again(string platform)
    {
        var (channel, call) = await ConnectAsync(platform);
        await FaultAsync(channel, call, new Fault(FaultKind.TokenDeath));

        var id = await channel.ScheduleAsync(call.Post, AtlasSystem.In(3));
        var stopped = await StopsAsync(id, now => now.State == "Published" || now.Waiting?.Reason == "reconnect");
        if (stopped.State != "Published")
        {
            await channel.ReconnectAsync();
        }

        await system.BecomesAsync(id, "Published", s_patience);
        Assert.Equal(1, await system.Sandbox.Client.FaultHitsAsync());
        Assert.Single(await channel.EffectsAsync());
    }

    /// <summary>Waits until the publication is as expected; where it never is, its whole story is the message.</summary>
    private async Task<PublicationInfo> StopsAsync(string id, Func<PublicationInfo, bool> expected)
    {
        try
        {
            return await Eventually.GetAsync(
                async () => await system.Client.PublicationAsync(id) is { } now && expected(now) ? now : null,
                s_patience,
                "the publication is as expected"
            );
        }
        catch (TimeoutException ex)
        {
            var now = await system.Client.PublicationAsync(id);
            var story = await system.Client.GetAsync($"api/v1/posts/{now.PostId}/timeline");
            var log = string.Join('\n', system.App.ReadLog().Split('\n').TakeLast(40));
            throw new TimeoutException($"It is {now.State} ({now.Waiting}): {story.Body}\n{log}", ex);
        }
    }

    private async Task<(NetworkChannel Channel, VisibleCall Call)> ConnectAsync(string platform) =>
        (await NetworkChannel.ConnectAsync(system, platform), VisibleCall.All.Single(call => call.Platform == platform));

    private async Task FaultAsync(NetworkChannel channel, VisibleCall call, Fault fault)
    {
        await system.Sandbox.Client.ClearFaultsAsync();
        await system.Sandbox.Client.AddFaultsAsync(
            fault with
            {
                Operation = call.Operation,
                AccountId = channel.AccountId,
                Times = 1,
            }
        );
    }

    /// <summary>Live and known to be; or, where the network can't be read back, left to a person.</summary>
    private async Task SettlesAsync(NetworkChannel channel, string id, VisibleCall call, int expectedEffects)
    {
        var settled = await StopsAsync(id, now => now.State == "Published" || now.Waiting?.Reason == "decision");

        var effects = await channel.EffectsAsync();
        Assert.Equal(1, await system.Sandbox.Client.FaultHitsAsync());
        Assert.Equal(expectedEffects, effects.Count);
        if (call.ReadsBack)
        {
            Assert.Equal("Published", settled.State);
            Assert.True(NetworkChannel.IsPost(Assert.Single(effects), settled.PlatformPostId));
        }
        else
        {
            Assert.Equal(("Unknown", "decision"), (settled.State, settled.Waiting?.Reason));
        }
    }
}
