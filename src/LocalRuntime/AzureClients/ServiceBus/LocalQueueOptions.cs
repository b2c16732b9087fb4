namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>The settings of a queue, with the defaults that our Azure queues are deployed with.</summary>
public sealed record LocalQueueOptions
{
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so many deliveries that were abandoned or lost their lock, a message is dead-lettered.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    public bool RequiresDuplicateDetection { get; init; }

    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a message lives that states no shorter time itself.</summary>
    public TimeSpan DefaultTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether a message that outlived its time is dead-lettered rather than dropped.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }

    /// <summary>Most bytes of one send: body, properties and headers of all its messages.</summary>
    public long MaxMessageBytes { get; init; } = 256 * 1024;
}
