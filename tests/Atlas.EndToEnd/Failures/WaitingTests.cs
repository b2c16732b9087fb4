using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Failures;

/// <summary>Waiting isn't failing: the reason is shown, and the post goes out when the reason is gone.</summary>
public sealed class WaitingTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Theory]
    [InlineData("facebook")]
    [InlineData("instagram")]
    public async Task A_dead_token_waits_for_a_new_connection_and_then_goes_on(string login)
    {
        var channel = await system.ConnectAsync(login);
        await system.Sandbox.Client.EndTokensAsync(channel.Account.AccountId);
        var post = await system.ScheduleImageAsync(channel, seconds: 1);

        var waiting = await system.BecomesAsync(post.PublicationId, "Waiting");
        Assert.Equal("reconnect", waiting.Waiting?.Reason);
        Assert.Equal("NeedsReconnect", (await system.Client.GetAsync($"api/v1/channels/{channel.Id}"))["state"].GetString());
        Assert.Empty(await channel.PostsAsync());

        var anew = await system.Sandbox.Client.MintTokenAsync(channel.Account.AccountId, login);
        Assert.Equal(channel.Id, await system.Client.ConnectAsync(anew));

        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.Single(await channel.PostsAsync());
    }

    [Fact]
    public async Task A_token_that_dies_at_the_visible_call_waits_likewise()
    {
        var channel = await system.ConnectAsync();
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(FaultKind.TokenDeath, "instagram.publish") { AccountId = channel.Account.AccountId, Times = 1 }
        );
        var post = await system.ScheduleImageAsync(channel, seconds: 2);
        Assert.Equal("reconnect", (await system.BecomesAsync(post.PublicationId, "Waiting")).Waiting?.Reason);

        await system.Client.ConnectAsync(await system.Sandbox.Client.MintTokenAsync(channel.Account.AccountId));

        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.Single(await channel.PostsAsync());
    }

    [Fact]
    public async Task A_rate_limit_waits_with_a_time_uses_up_no_attempt_and_stops_no_other_channel()
    {
        var (channel, other) = (await system.ConnectAsync(), await system.ConnectAsync());
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(FaultKind.Throttle, "instagram.container.create") { AccountId = channel.Account.AccountId, Times = 1 }
        );

        var post = await system.ScheduleImageAsync(channel, seconds: 1);

        var waiting = await system.BecomesAsync(post.PublicationId, "Waiting");
        Assert.Equal("rateLimit", waiting.Waiting?.Reason);
        Assert.True(waiting.Waiting?.Until > DateTimeOffset.UtcNow);
        Assert.Equal(0, waiting.Attempts);
        Assert.Null(waiting.Failure);

        var second = await system.ScheduleImageAsync(channel, seconds: 1, "The limit is the channel's");
        var third = await system.ScheduleImageAsync(other, seconds: 1, "Not this channel's");
        await system.BecomesAsync(third.PublicationId, "Published");
        Assert.Equal("rateLimit", (await system.BecomesAsync(second.PublicationId, "Waiting")).Waiting?.Reason);
        Assert.Empty(await channel.PostsAsync());
    }

    [Fact]
    public async Task A_network_that_stops_answering_gets_the_post_when_it_is_back()
    {
        var channel = await system.ConnectAsync();
        await system.Sandbox.Client.AddFaultsAsync(new Fault(FaultKind.Cut) { AccountId = channel.Account.AccountId, Times = 3 });

        var post = await system.ScheduleImageAsync(channel, seconds: 1);

        await Eventually.BeAsync(async () => await system.Sandbox.Client.FaultHitsAsync() >= 3);
        await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        Assert.Single(await channel.PostsAsync());
    }
}
