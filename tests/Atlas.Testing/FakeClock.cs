namespace Atlas.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers, delays and timeouts made from it fire inside
/// <see cref="Advance"/>, in the order of their times, each seeing its own time as the present.
/// </summary>
public sealed class FakeClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(FakeTimer Timer, int Version), (long At, long Order)> _due = new();
    private readonly long _startTicks = (start ?? DefaultStart).UtcTicks;
    private long _nowTicks = (start ?? DefaultStart).UtcTicks;
    private long _order;
    private int _armed;

    public static DateTimeOffset DefaultStart { get; } = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>How many timers wait to fire. A test that must not advance too early waits for this to rise.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
            {
                return _armed;
            }
        }
    }

    /// <summary>The next time at which something fires; null when nothing waits.</summary>
    public DateTimeOffset? NextTimerAt
    {
        get
        {
            lock (_lock)
            {
                DropStale();
                return _due.TryPeek(out _, out var next) ? new DateTimeOffset(next.At, TimeSpan.Zero) : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _nowTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _nowTicks) - _startTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(Now + by);
    }

    /// <summary>Fires all that is due up to <paramref name="time"/>, what callbacks arm on the way included, and stays there.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Now);
        while (TakeNext(time.UtcTicks) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the time without firing anything until the next advance: a machine that slept, or a clock set anew.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _nowTicks, by.Ticks);

    private FakeTimer? TakeNext(long limit)
    {
        lock (_lock)
        {
            DropStale();
            if (!_due.TryPeek(out var entry, out var next) || next.At > limit)
            {
                Volatile.Write(ref _nowTicks, Math.Max(limit, _nowTicks));
                return null;
            }

            _due.Dequeue();
            Volatile.Write(ref _nowTicks, Math.Max(next.At, _nowTicks));
            _armed--;
            entry.Timer.IsArmed = false;
            entry.Timer.Version++;
            if (entry.Timer.Period > TimeSpan.Zero)
            {
                Arm(entry.Timer, entry.Timer.Period);
            }

            return entry.Timer;
        }
    }

    private void DropStale()
    {
        while (_due.TryPeek(out var entry, out _) && entry.Version != entry.Timer.Version)
        {
            _due.Dequeue();
        }
    }

    private void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        _armed++;
        timer.IsArmed = true;
        _due.Enqueue((timer, timer.Version), (_nowTicks + dueTime.Ticks, _order++));
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public int Version { get; set; }

        public bool IsArmed { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (_disposed)
                {
                    return false;
                }

                Disarm();
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock.Arm(this, dueTime);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                Disarm();
                _disposed = true;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Disarm()
        {
            if (IsArmed)
            {
                clock._armed--;
                IsArmed = false;
            }

            Version++;
        }
    }
}
