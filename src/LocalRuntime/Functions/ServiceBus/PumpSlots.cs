namespace Atlas.LocalRuntime.Functions.ServiceBus;

/// <summary>The places for runs of one pump. One taker; any number give back.</summary>
internal sealed class PumpSlots(int count)
{
    private readonly int _size = count;
    private readonly Lock _lock = new();
    private int _free = count;
    private TaskCompletionSource? _oneFree;
    private TaskCompletionSource? _allFree;

    /// <returns>How many places were taken: at least one, at most <paramref name="most"/>.</returns>
    public async ValueTask<int> TakeAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task waiting;
            lock (_lock)
            {
                if (_free > 0)
                {
                    var taken = Math.Min(_free, most);
                    _free -= taken;
                    return taken;
                }

                _oneFree = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting = _oneFree.Task;
            }

            await waiting.WaitAsync(cancellationToken);
        }
    }

    public void Free(int returned)
    {
        lock (_lock)
        {
            _free += returned;
            if (_free > 0)
            {
                _oneFree?.TrySetResult();
            }

            if (_free == _size)
            {
                _allFree?.TrySetResult();
            }
        }
    }

    public Task WhenAllFree()
    {
        lock (_lock)
        {
            _allFree ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_free == _size)
            {
                _allFree.TrySetResult();
            }

            return _allFree.Task;
        }
    }
}
