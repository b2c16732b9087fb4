using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.ServiceBus;

internal sealed partial class BrokerQueue
{
    /// <returns>What is visible, up to <paramref name="max"/>; nothing when nothing became visible in the given time.</returns>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        int max,
        TimeSpan maxWait,
        ServiceBusReceiveMode mode,
        CancellationToken cancellationToken
    )
    {
        var started = _parts.TimeProvider.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LinkedListNode<TaskCompletionSource<bool>> waiter;
            List<Delivery> taken;
            lock (_gate)
            {
                if (_closed)
                {
                    throw Stopped();
                }

                taken = Take(max, mode);
                waiter = taken.Count == 0 ? _waiters.Join() : s_noWaiter;
            }

            if (taken.Count > 0)
            {
                if (await DeliverAsync(taken, mode) is { Count: > 0 } delivered)
                {
                    return delivered;
                }

                continue;
            }

            var remaining = maxWait - _parts.TimeProvider.GetElapsedTime(started);
            if (!await WaitAsync(waiter, remaining, cancellationToken))
            {
                return [];
            }
        }
    }

    private static readonly LinkedListNode<TaskCompletionSource<bool>> s_noWaiter = new(new TaskCompletionSource<bool>());

    private async Task<bool> WaitAsync(
        LinkedListNode<TaskCompletionSource<bool>> waiter,
        TimeSpan remaining,
        CancellationToken cancellationToken
    )
    {
        var signal = waiter.Value;
        using var timer =
            remaining > TimeSpan.Zero
                ? _parts.TimeProvider.CreateTimer(
                    static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false),
                    signal,
                    remaining < s_longestTimer ? remaining : s_longestTimer,
                    Timeout.InfiniteTimeSpan
                )
                : null;
        if (timer is null)
        {
            signal.TrySetResult(false);
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<bool>)state!).TrySetCanceled(token),
            signal
        );
        try
        {
            return await signal.Task;
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Leave(waiter);
            }
        }
    }

    private List<Delivery> Take(int max, ServiceBusReceiveMode mode)
    {
        Advance();
        var now = Now;
        var overtaken = _parts.Hostile?.Overtaken() ?? 0;
        List<Delivery> taken = [];
        List<BrokerMessage> passed = [];
        while (taken.Count < max && _backlog.TakeFirst() is { } message)
        {
            if (IsExpired(message))
            {
                Expire(message);
            }
            else if (IsExhausted(message))
            {
                Exhaust(message);
            }
            else if (passed.Count < overtaken)
            {
                passed.Add(message);
            }
            else
            {
                taken.Add(HandOver(message, mode, now));
            }
        }

        foreach (var message in passed)
        {
            if (taken.Count == 0)
            {
                taken.Add(HandOver(message, mode, now));
            }
            else
            {
                _backlog.Return(message);
            }
        }

        if (_backlog.HasVisible)
        {
            _waiters.Wake(); // one signal may have stood for several messages
        }

        Arm();
        return taken;
    }

    private Delivery HandOver(BrokerMessage message, ServiceBusReceiveMode mode, DateTimeOffset now)
    {
        message.Deliveries++;
        if (mode is ServiceBusReceiveMode.ReceiveAndDelete)
        {
            message.State = BrokerMessageState.Settling;
            message.LockToken = default;
            return new Delivery(message, default);
        }

        _backlog.Lock(message, Guid.CreateVersion7(now), now);
        return new Delivery(message, message.LockToken);
    }

    private async Task<List<ServiceBusReceivedMessage>> DeliverAsync(List<Delivery> taken, ServiceBusReceiveMode mode)
    {
        var delete = mode is ServiceBusReceiveMode.ReceiveAndDelete;
        MessageContent?[] contents;
        try
        {
            contents = await _parts.Store.DeliverAsync(taken.ConvertAll(delivery => delivery.Message), delete);
        }
        catch (Exception ex) // the edge of the store: nobody has the messages, so they come again a little later
        {
            TakeBack(taken);
            throw NotStored(ex);
        }

        var delivered = new List<ServiceBusReceivedMessage>(taken.Count);
        lock (_gate)
        {
            for (var i = 0; i < contents.Length; i++)
            {
                var (message, token) = taken[i];
                if (!delete && (message.State is not BrokerMessageState.Locked || message.LockToken != token))
                {
                    continue; // storing took longer than the lock lasted: the next receiver has it
                }

                if (contents[i] is { } content)
                {
                    delivered.Add(content.ToReceived(message, message.Deliveries, ServiceBusMessageState.Active));
                }
                else if (!delete)
                {
                    _backlog.Unlock(message);
                }

                if (delete || contents[i] is null)
                {
                    Forget(message);
                }
            }
        }

        return delivered;
    }

    private void TakeBack(List<Delivery> taken)
    {
        lock (_gate)
        {
            foreach (var (message, token) in taken)
            {
                if (message.State is BrokerMessageState.Locked && message.LockToken == token)
                {
                    _backlog.Unlock(message);
                }
                else if (token != default)
                {
                    continue;
                }

                message.Deliveries--;
                _backlog.ReturnLater(message, Now + s_storeRetry);
            }

            Arm();
        }
    }

    private readonly record struct Delivery(BrokerMessage Message, Guid Token);
}
