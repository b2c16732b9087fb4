namespace Atlas.LocalRuntime;

internal sealed class ThreadLane : IWorkLane
{
    private readonly Queue<Action> _queue = [];
    private readonly Action<Exception> _onFault;
    private readonly Thread _thread;
    private bool _closed;

    public ThreadLane(string name, Action<Exception> onFault)
    {
        _onFault = onFault;
        _thread = new Thread(Loop) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public void Post(Action work)
    {
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Enqueue(work);
            Monitor.Pulse(_queue);
        }
    }

    public void Dispose()
    {
        lock (_queue)
        {
            _closed = true;
            Monitor.Pulse(_queue);
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Loop()
    {
        while (Next() is { } work)
        {
            try
            {
                work();
            }
            catch (Exception ex) // the edge of a lane: the next item still runs
            {
                _onFault(ex);
            }
        }
    }

    private Action? Next()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_queue);
            }

            return _queue.Dequeue();
        }
    }
}
