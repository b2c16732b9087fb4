using Atlas.Testing;

namespace Atlas.EndToEnd.Harness;

[Trait("Needs", "Process")]
public sealed class FakeClockTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_and_see_their_own_time()
    {
        var fired = new List<(string Name, DateTimeOffset At)>();
        using var late = _clock.CreateTimer(
            _ => fired.Add(("late", _clock.Now)),
            null,
            TimeSpan.FromSeconds(5),
            Timeout.InfiniteTimeSpan
        );
        using var early = _clock.CreateTimer(
            _ => fired.Add(("early", _clock.Now)),
            null,
            TimeSpan.FromSeconds(2),
            Timeout.InfiniteTimeSpan
        );

        _clock.Advance(TimeSpan.FromSeconds(10));

        var start = FakeClock.DefaultStart;
        Assert.Equal([("early", start.AddSeconds(2)), ("late", start.AddSeconds(5))], fired);
        Assert.Equal(start.AddSeconds(10), _clock.Now);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public void A_period_fires_once_for_each_time_it_passes_until_it_is_stopped()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromSeconds(3.5));
        Assert.Equal(3, fired);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(3, fired);
        Assert.Null(_clock.NextTimerAt);
    }

    [Fact]
    public void A_callback_may_arm_the_next_timer_within_the_same_advance()
    {
        var fired = new List<double>();
        ITimer? second = null;
        using var first = _clock.CreateTimer(
            _ =>
                second = _clock.CreateTimer(
                    _ => fired.Add((_clock.Now - FakeClock.DefaultStart).TotalSeconds),
                    null,
                    TimeSpan.FromSeconds(1),
                    default
                ),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan
        );

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal([2.0], fired);
        second?.Dispose();
    }

    [Fact]
    public async Task Delays_and_timeouts_of_the_framework_hang_on_it()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _clock);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2), _clock);

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;

        Assert.False(timeout.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(timeout.IsCancellationRequested);
    }
}
