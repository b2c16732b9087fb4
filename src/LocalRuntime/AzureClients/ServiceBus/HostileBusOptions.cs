namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>A broker that uses every freedom that at-least-once delivery leaves it. A test switch.</summary>
public sealed record HostileBusOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>How likely a sent message becomes visible only after a random part of <see cref="MaxDelay"/>.</summary>
    public double DelayProbability { get; init; } = 0.2;

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How likely a completed message is delivered once more.</summary>
    public double RepeatProbability { get; init; } = 0.2;

    /// <summary>How likely a delivery takes a message from behind the head of the queue.</summary>
    public double ReorderProbability { get; init; } = 0.2;
}
