using Atlas.Core.Clocks;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Tests.Publishing;

namespace Atlas.Core.Tests.Clocks;

public sealed class StoppedByClockTests
{
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task While_the_clock_is_off_nothing_visible_is_sent_and_the_reason_is_shown()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(1));
        OffBy(120);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++)
        {
            var answer = await _world.RunOnceAsync(id);
            if (answer?.WaitUntil is { } until && until > _world.Clock.Now)
            {
                _world.Clock.AdvanceTo(until);
            }
        }

        var waiting = await _world.PublicationAsync(id);
        Assert.Equal((PublicationState.Waiting, WaitReason.Clock), (waiting.State, waiting.Waiting?.Reason));
        Assert.Contains("120 s ahead", waiting.Waiting!.Message, StringComparison.Ordinal);
        Assert.Empty(_world.Network.Live);
        Assert.Single(waiting.Timeline, entry => entry.Event == "waiting");

        OffBy(0);
        var done = await _world.RunToEndAsync(id);
        Assert.Equal(PublicationState.Published, done.State);
        Assert.Single(_world.Network.Live);
    }

    [Fact]
    public async Task Late_policy_is_asked_when_the_clock_is_right_and_not_before()
    {
        var id = await _world.ScheduleAsync(
            "hello",
            TimeSpan.FromMinutes(1),
            new LatePolicy(LateAction.Skip, TimeSpan.FromMinutes(5))
        );
        OffBy(3600);
        _world.Clock.Advance(TimeSpan.FromMinutes(30));
        await _world.RunOnceAsync(id);
        Assert.Equal(WaitReason.Clock, (await _world.PublicationAsync(id)).Waiting?.Reason);

        OffBy(0);
        Assert.Equal(PublicationState.Missed, (await _world.RunToEndAsync(id)).State);
        Assert.Empty(_world.Network.Live);
    }

    [Fact]
    public async Task What_waits_for_its_channel_goes_on_saying_so_while_the_clock_is_off()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.ReplaceAsync(
            id,
            publication => publication.WaitFor(WaitReason.Reconnect, "Connect it again.", null, _world.Clock.Now)
        );
        OffBy(120);

        await _world.RunOnceAsync(id);

        Assert.Equal(WaitReason.Reconnect, (await _world.PublicationAsync(id)).Waiting?.Reason);
        Assert.Equal(0, _world.Network.Calls);
    }

    [Fact]
    public async Task A_clock_that_was_ahead_leaves_the_post_to_its_time()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        var due = (await _world.PublicationAsync(id)).DueAt!.Value;
        OffBy(3600);
        _world.Clock.Jump(TimeSpan.FromHours(1));
        await _world.RunOnceAsync(id);
        Assert.Equal(WaitReason.Clock, (await _world.PublicationAsync(id)).Waiting?.Reason);

        _world.Clock.Jump(-TimeSpan.FromHours(1));
        OffBy(0);
        var done = await _world.RunToEndAsync(id);

        Assert.Equal(PublicationState.Published, done.State);
        Assert.InRange(done.PublishedAt!.Value, due, due.AddSeconds(10));
    }

    private void OffBy(double seconds)
    {
        foreach (var origin in (string[])["https://one.com", "https://two.com"])
        {
            _world.ClockWatch.Observe(
                new Uri(origin),
                ClockKind.Network,
                _world.Clock.Now - TimeSpan.FromSeconds(seconds + 0.5),
                TimeSpan.Zero
            );
        }
    }
}
