namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>The receivers that wait for a message, first come, first served. Guarded by the lock of their queue.</summary>
internal sealed class ReceiveWaiters
{
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = [];

    public LinkedListNode<TaskCompletionSource<bool>> Join() =>
        _waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Leave(LinkedListNode<TaskCompletionSource<bool>> waiter)
    {
        if (waiter.List is not null)
        {
            _waiting.Remove(waiter);
        }
    }

    public void Wake(int count = 1)
    {
        while (count > 0 && _waiting.First is { } waiter)
        {
            _waiting.RemoveFirst();
            if (waiter.Value.TrySetResult(true)) // false: it gave up in this moment, so the next one has the turn
            {
                count--;
            }
        }
    }

    public void Fail(Exception reason)
    {
        while (_waiting.First is { } waiter)
        {
            _waiting.RemoveFirst();
            waiter.Value.TrySetException(reason);
        }
    }
}
