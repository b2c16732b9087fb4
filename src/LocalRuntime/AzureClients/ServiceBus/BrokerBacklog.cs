namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>
/// The messages of one queue in their orders: by sequence number the visible ones, by time the scheduled ones, by age the
/// locks. Plain state: its queue guards it and gives it the time.
/// </summary>
internal sealed class BrokerBacklog(TimeSpan lockDuration)
{
    private readonly Dictionary<long, BrokerMessage> _all = [];
    private readonly PriorityQueue<BrokerMessage, long> _visible = new();
    private readonly PriorityQueue<BrokerMessage, (DateTimeOffset, long)> _timed = new();
    private readonly Dictionary<Guid, BrokerMessage> _locked = [];
    private readonly LinkedList<BrokerMessage> _locks = [];

    public IEnumerable<BrokerMessage> All => _all.Values;

    public int Locked => _locked.Count;

    /// <summary>When the first lock runs out or the first scheduled message is due.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var due = _locks.First?.Value.LockedUntil;
            return _timed.TryPeek(out _, out var timed) && (due is null || timed.Item1 < due) ? timed.Item1 : due;
        }
    }

    /// <summary>Takes a message in without a place in any order yet.</summary>
    public void Add(BrokerMessage message) => _all[message.Id] = message;

    /// <summary>Gives a message that is being stored its place, so that it is in order once it is stored.</summary>
    public void Hold(BrokerMessage message, DateTimeOffset now)
    {
        Add(message);
        if (message.ScheduledFor > now)
        {
            message.VisibleAt = message.ScheduledFor;
            _timed.Enqueue(message, (message.VisibleAt, message.Sequence));
        }
        else
        {
            _visible.Enqueue(message, message.Sequence);
        }
    }

    public void Remove(BrokerMessage message)
    {
        message.State = BrokerMessageState.Gone;
        _all.Remove(message.Id);
    }

    /// <summary>Makes it visible again at its old place in the order.</summary>
    public void Return(BrokerMessage message)
    {
        message.State = BrokerMessageState.Ready;
        _visible.Enqueue(message, message.Sequence);
    }

    public void ReturnLater(BrokerMessage message, DateTimeOffset visibleAt)
    {
        message.State = BrokerMessageState.Scheduled;
        message.VisibleAt = visibleAt;
        _timed.Enqueue(message, (visibleAt, message.Sequence));
    }

    public BrokerMessage? FindScheduled(long sequence) =>
        _all.TryGetValue(sequence, out var message) && message is { State: BrokerMessageState.Scheduled } ? message : null;

    /// <summary>The first visible message, or null where there is none or where the first is still being stored.</summary>
    public BrokerMessage? TakeFirst()
    {
        while (_visible.TryPeek(out var message, out var sequence))
        {
            if (message.State is BrokerMessageState.Pending && message.Sequence == sequence)
            {
                return null;
            }

            _visible.Dequeue();
            if (message.State is BrokerMessageState.Ready && message.Sequence == sequence)
            {
                return message;
            }
        }

        return null;
    }

    public bool HasVisible => _visible.TryPeek(out var message, out _) && message.State is not BrokerMessageState.Pending;

    public void Lock(BrokerMessage message, Guid token, DateTimeOffset now)
    {
        message.State = BrokerMessageState.Locked;
        message.LockToken = token;
        message.LockedUntil = now + lockDuration;
        message.LockNode = _locks.AddLast(message);
        _locked.Add(token, message);
    }

    public void Renew(BrokerMessage message, DateTimeOffset now)
    {
        _locks.Remove(message.LockNode!);
        message.LockedUntil = now + lockDuration;
        _locks.AddLast(message.LockNode!);
    }

    public BrokerMessage? FindLocked(Guid token) => _locked.GetValueOrDefault(token);

    /// <summary>Ends the lock; the message is in nobody's hands until it is returned, moved or removed.</summary>
    public void Unlock(BrokerMessage message)
    {
        _locked.Remove(message.LockToken);
        _locks.Remove(message.LockNode!);
        message.LockNode = null;
        message.State = BrokerMessageState.Settling;
    }

    /// <summary>Gives the lock back to a receiver whose settling could not be stored, so that it may try again.</summary>
    public void Relock(BrokerMessage message)
    {
        message.State = BrokerMessageState.Locked;
        _locked.Add(message.LockToken, message);
        var later = _locks.First;
        while (later is not null && later.Value.LockedUntil <= message.LockedUntil)
        {
            later = later.Next;
        }

        message.LockNode = later is null ? _locks.AddLast(message) : _locks.AddBefore(later, message);
    }

    public BrokerMessage? TakeExpiredLock(DateTimeOffset now)
    {
        if (_locks.First?.Value is not { } message || message.LockedUntil > now)
        {
            return null;
        }

        Unlock(message);
        return message;
    }

    /// <summary>Makes the next due message of the timed order visible; false where none is due.</summary>
    public bool ActivateNext(DateTimeOffset now, Func<long> nextSequence)
    {
        while (_timed.TryPeek(out var message, out var order) && order.Item1 <= now)
        {
            _timed.Dequeue();
            if (
                message.VisibleAt != order.Item1
                || message.State is not (BrokerMessageState.Scheduled or BrokerMessageState.Pending)
            )
            {
                continue;
            }

            if (message.VisibleAt == message.ScheduledFor)
            {
                // As the real broker does: it joins the end of the queue as if it had been sent at this moment.
                message.Sequence = nextSequence();
                message.EnqueuedAt = message.ScheduledFor;
            }

            if (message.State is BrokerMessageState.Scheduled)
            {
                message.State = BrokerMessageState.Ready;
            }

            _visible.Enqueue(message, message.Sequence);
            return true;
        }

        return false;
    }
}
