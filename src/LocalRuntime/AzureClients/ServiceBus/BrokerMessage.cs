namespace Atlas.LocalRuntime.ServiceBus;

internal enum BrokerMessageState
{
    /// <summary>Not known to be on disk yet. It holds its place, so that a later message can't overtake it.</summary>
    Pending,
    Ready,
    Scheduled,
    Locked,

    /// <summary>Being deleted or moved: no receiver can have it.</summary>
    Settling,
    Gone,
}

/// <summary>What the broker keeps in memory of a message. Guarded by the lock of its queue.</summary>
internal sealed class BrokerMessage(long id, string messageId)
{
    /// <summary>The row's key. The sequence number begins as this and changes when a scheduled message becomes active.</summary>
    public long Id { get; } = id;

    public string MessageId { get; } = messageId;

    public required long Sequence { get; set; }

    public required DateTimeOffset EnqueuedAt { get; set; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>When a message was scheduled to become visible; <c>default</c> for one that was sent to be visible at once.</summary>
    public DateTimeOffset ScheduledFor { get; init; }

    /// <summary>When a message in the timed order becomes visible.</summary>
    public DateTimeOffset VisibleAt { get; set; }

    /// <summary>How often it was handed to a receiver, the present time included.</summary>
    public int Deliveries { get; set; }

    public BrokerMessageState State { get; set; } = BrokerMessageState.Pending;

    public Guid LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public LinkedListNode<BrokerMessage>? LockNode { get; set; }

    /// <summary>Null while only the database holds it.</summary>
    public MessageContent? Content { get; set; }

    /// <summary>Whether hostile mode has delivered it once more already.</summary>
    public bool Repeated { get; set; }

    public DateTimeOffset ExpiresAt =>
        TimeToLive >= DateTimeOffset.MaxValue - EnqueuedAt ? DateTimeOffset.MaxValue : EnqueuedAt + TimeToLive;

    public bool IsExhausted(int maxDeliveryCount) => Deliveries >= maxDeliveryCount;
}
