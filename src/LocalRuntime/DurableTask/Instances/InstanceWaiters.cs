namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Callers that wait for an instance to start or to end.</summary>
internal sealed class InstanceWaiters
{
    private readonly Dictionary<string, TaskCompletionSource> _waiters = [];

    /// <summary>Ends with the next change of the instance after this call.</summary>
    public Task NextChange(string instanceId)
    {
        lock (_waiters)
        {
            if (!_waiters.TryGetValue(instanceId, out var waiter))
            {
                waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiters.Add(instanceId, waiter);
            }

            return waiter.Task;
        }
    }

    public void Changed(string instanceId)
    {
        TaskCompletionSource? waiter;
        lock (_waiters)
        {
            _waiters.Remove(instanceId, out waiter);
        }

        waiter?.TrySetResult();
    }
}
