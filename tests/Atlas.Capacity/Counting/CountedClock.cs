using Atlas.Core;
using Atlas.Testing;

namespace Atlas.Capacity.Counting;

/// <summary>
/// A clock that stands still until it is moved, and makes the same ids in each run: in which shard of the due index a post falls, and with
/// which others it shares a batch, then repeats.
/// </summary>
internal sealed class CountedClock(DateTimeOffset start) : TimeProvider, IIdSource
{
    private const int Seed = 4;

    private readonly FakeClock _clock = new(start);
    private readonly Random _random = new(Seed);
    private readonly Lock _lock = new();

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public DateTimeOffset Now => _clock.Now;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    public void AdvanceTo(DateTimeOffset time) => _clock.AdvanceTo(time);

    public Guid NextId()
    {
        lock (_lock)
        {
            return SeededIds.Next(_random, Now);
        }
    }
}
