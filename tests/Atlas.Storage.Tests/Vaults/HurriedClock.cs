namespace Atlas.Storage.Tests.Vaults;

/// <summary>A clock whose waits are over at once, and count as if they had been waited.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private long _waited;

    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Waited.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _waited, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
