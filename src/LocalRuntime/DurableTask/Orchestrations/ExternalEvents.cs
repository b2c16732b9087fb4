using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// Events that came before anyone waited (first in, first out per name) and waiters (last in, first out per name, as
/// on the real runtime, where a cancelled waiter that nobody has replaced still swallows the next event).
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Queue<HistoryEvent>> _buffered = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Stack<IWaiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);

    private interface IWaiter
    {
        Type EventType { get; }

        void Complete(string? json, DataConverter converter);
    }

    public bool HasWaiters => _waiters.Count > 0;

    /// <summary>What nobody waited for, by name and in order.</summary>
    public IEnumerable<HistoryEvent> Buffered => _buffered.Values.SelectMany(q => q);

    public Task<T?> Wait<T>(string name, CancellationToken cancellationToken)
    {
        if (!_waiters.TryGetValue(name, out var waiters))
        {
            _waiters.Add(name, waiters = []);
        }
        else if (waiters.Peek().EventType != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type. '{name}' is awaited as {waiters.Peek().EventType.FullName}, not {typeof(T).FullName}.",
                nameof(name)
            );
        }

        Waiter<T> waiter = new();
        waiters.Push(waiter);
        if (_buffered.TryGetValue(name, out var queue))
        {
            var next = queue.Dequeue();
            if (queue.Count == 0)
            {
                _buffered.Remove(name);
            }

            Raise(next);
        }

        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        }

        return waiter.Task;
    }

    public void Raise(HistoryEvent raised)
    {
        var name = raised.Name ?? "";
        if (!_waiters.TryGetValue(name, out var waiters))
        {
            Buffer(raised);
            return;
        }

        var waiter = waiters.Pop();
        if (waiters.Count == 0)
        {
            _waiters.Remove(name);
        }

        waiter.Complete(raised.Text, converter);
    }

    public void Buffer(HistoryEvent raised)
    {
        var name = raised.Name ?? "";
        if (!_buffered.TryGetValue(name, out var queue))
        {
            _buffered.Add(name, queue = []);
        }

        queue.Enqueue(raised);
    }

    private sealed class Waiter<T> : TaskCompletionSource<T?>, IWaiter
    {
        public Type EventType => typeof(T);

        public void Complete(string? json, DataConverter converter)
        {
            T? value;
            try
            {
                value = converter.Deserialize<T>(json);
            }
            catch (Exception ex) // the payload isn't a T: the orchestrator's to handle
            {
                TrySetException(ex);
                return;
            }

            TrySetResult(value);
        }
    }
}
