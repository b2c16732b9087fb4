namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Work for a little later that need not survive the process.</summary>
internal sealed class Delays(TimeProvider time, IWorkScheduler scheduler) : IDisposable
{
    private readonly HashSet<ITimer> _pending = []; // a timer that nobody holds may be collected before it fires
    private bool _closed;

    public void After(TimeSpan delay, Func<Task> work)
    {
        lock (_pending)
        {
            if (_closed)
            {
                return;
            }

            ITimer? timer = null;
            timer = time.CreateTimer(
                _ =>
                {
                    lock (_pending)
                    {
                        if (_closed || timer is null || !_pending.Remove(timer))
                        {
                            return;
                        }
                    }

                    timer.Dispose();
                    scheduler.Run(work);
                },
                state: null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _pending.Add(timer);
            timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_pending)
        {
            _closed = true;
            foreach (var timer in _pending)
            {
                timer.Dispose();
            }

            _pending.Clear();
        }
    }
}
