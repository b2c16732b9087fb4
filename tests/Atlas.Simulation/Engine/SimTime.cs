using Atlas.Core;
using Atlas.Testing;

namespace Atlas.Simulation.Engine;

/// <summary>A process's own clock, a little beside the true one. Its timers fire in the process, and its ids repeat by seed.</summary>
internal sealed class SimTime(SimProcess process, SimScheduler scheduler, TimeSpan skew) : TimeProvider, IIdSource
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => scheduler.Clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => scheduler.Clock.GetUtcNow() + skew;

    public override long GetTimestamp() => scheduler.Clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        scheduler.Clock.CreateTimer(_ => process.Post(_ => callback(state), null), null, dueTime, period);

    public Guid NextId() => SeededIds.Next(scheduler.Random, GetUtcNow());
}
