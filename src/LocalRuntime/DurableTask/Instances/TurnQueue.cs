namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Instances that have something to do: their owners take turns, with a limit on turns at the same time.</summary>
internal sealed class TurnQueue(IWorkScheduler scheduler, int limit)
{
    private readonly FairQueue<LiveInstance> _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    public void Add(LiveInstance instance)
    {
        lock (_queue)
        {
            _queue.Add(instance.Share, instance);
            if (_closed || _workers >= limit)
            {
                return;
            }

            _workers++;
        }

        scheduler.Run(DrainAsync);
    }

    /// <summary>As <see cref="Add"/>, but the caller's own thread runs this one turn, if a place is free and nobody waits for it.</summary>
    public ValueTask AddAndRunAsync(LiveInstance instance)
    {
        lock (_queue)
        {
            if (_closed || _workers >= limit || _queue.Count > 0)
            {
                _queue.Add(instance.Share, instance);
                if (_closed || _workers >= limit)
                {
                    return ValueTask.CompletedTask;
                }

                _workers++;
                scheduler.Run(DrainAsync);
                return ValueTask.CompletedTask;
            }

            _workers++;
        }

        return RunOneAsync(instance);
    }

    /// <summary>Starts no more turns; ends when none is running.</summary>
    public Task CloseAsync()
    {
        lock (_queue)
        {
            _closed = true;
            if (_workers == 0)
            {
                _ended.TrySetResult();
            }
        }

        return _ended.Task;
    }

    private async ValueTask RunOneAsync(LiveInstance instance)
    {
        await instance.RunTurnAsync();
        lock (_queue)
        {
            if (_closed || _queue.Count == 0)
            {
                Leave();
                return;
            }
        }

        scheduler.Run(DrainAsync);
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
            if (!_closed && _queue.TryTake(out var instance, out _))
            {
                return instance;
            }

            Leave();
            return null;
        }
    }

    private void Leave()
    {
        _workers--;
        if (_closed && _workers == 0)
        {
            _ended.TrySetResult();
        }
    }
}
