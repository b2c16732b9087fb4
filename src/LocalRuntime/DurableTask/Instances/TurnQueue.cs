namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Instances that have something to do, first come first served, with a limit on turns at the same time.</summary>
internal sealed class TurnQueue(IWorkScheduler scheduler, int limit)
{
    private readonly Queue<LiveInstance> _queue = [];
    private int _workers;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count;
            }
        }
    }

    public bool IsIdle
    {
        get
        {
            lock (_queue)
            {
                return _workers == 0;
            }
        }
    }

    public void Add(LiveInstance instance)
    {
        lock (_queue)
        {
            _queue.Enqueue(instance);
            if (_closed || _workers >= limit)
            {
                return;
            }

            _workers++;
        }

        scheduler.Run(DrainAsync);
    }

    /// <summary>As <see cref="Add"/>, but the caller's own thread does the work where a place is free.</summary>
    public ValueTask AddAndRunAsync(LiveInstance instance)
    {
        lock (_queue)
        {
            _queue.Enqueue(instance);
            if (_closed || _workers >= limit)
            {
                return ValueTask.CompletedTask;
            }

            _workers++;
        }

        return new ValueTask(DrainAsync());
    }

    public void Close()
    {
        lock (_queue)
        {
            _closed = true;
        }
    }

    private async Task DrainAsync()
    {
        while (Next() is { } instance)
        {
            await instance.RunTurnAsync();
        }
    }

    private LiveInstance? Next()
    {
        lock (_queue)
        {
            if (!_closed && _queue.TryDequeue(out var instance))
            {
                return instance;
            }

            _workers--;
            return null;
        }
    }
}
