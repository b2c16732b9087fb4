using Atlas.Core.Media;
using Atlas.Core.Publishing;

namespace Atlas.Core.Tests.Publishing;

public sealed class MediaReachWaitTests
{
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task Files_that_the_network_cannot_reach_are_waited_for_and_no_container_is_made()
    {
        _world.Network.FetchesFiles = true;
        _world.Reach = ReachAnswer.No("Set Atlas:PublicBaseUrl to the address at which networks reach this app: it is missing.");
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        for (var i = 0; i < 5; i++)
        {
            var answer = await _world.RunOnceAsync(id);
            _world.Clock.Advance(answer!.WaitUntil!.Value - _world.Clock.GetUtcNow());
        }

        var waiting = await _world.PublicationAsync(id);
        Assert.Equal((PublicationState.Waiting, 0), (waiting.State, waiting.Attempts));
        Assert.Equal(WaitReason.MediaUnreachable, waiting.Waiting!.Reason);
        Assert.Contains("Set Atlas:PublicBaseUrl", waiting.Waiting.Message, StringComparison.Ordinal);
        Assert.Single(waiting.Timeline, entry => entry.Event == "waiting");
        Assert.Equal(0, _world.Network.Calls);

        _world.Reach = ReachAnswer.Yes;
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task A_wait_that_goes_on_is_looked_at_every_minute_and_written_now_and_then()
    {
        _world.Network.FetchesFiles = true;
        _world.Reach = ReachAnswer.No("It is missing.");
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunOnceAsync(id);
        var writes = 0;
        _world.AtBoundary = name =>
        {
            writes += name == "BeforeWrite" ? 1 : 0;
            return null;
        };
        for (var i = 0; i < 60; i++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            var answer = await _world.RunOnceAsync(id);
            Assert.Equal(_world.Clock.GetUtcNow().AddMinutes(1), answer!.WaitUntil);
        }

        Assert.InRange(writes, 1, 6);
        _world.AtBoundary = null;
        _world.Reach = ReachAnswer.No("It is something else.");
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.RunOnceAsync(id);
        Assert.Contains("something else", (await _world.PublicationAsync(id)).Waiting!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_takes_the_bytes_needs_no_address()
    {
        _world.Reach = ReachAnswer.No("It is missing.");
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task What_was_prepared_goes_out_although_the_addresses_have_gone_since()
    {
        _world.Network.FetchesFiles = true;
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        await _world.RunOnceAsync(id);
        _world.Reach = ReachAnswer.No("It is missing.");

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }
}
