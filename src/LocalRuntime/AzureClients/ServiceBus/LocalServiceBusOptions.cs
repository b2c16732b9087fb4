namespace Atlas.LocalRuntime.ServiceBus;

public sealed record LocalServiceBusOptions
{
    /// <summary>The file that keeps the messages, or null for memory only.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>The host by which a connection string in this process finds the broker: <c>Endpoint=sb://atlas.local/;…</c>.</summary>
    public string HostName { get; init; } = "atlas.local";

    public LocalQueueOptions QueueDefaults { get; init; } = new();

    /// <summary>Queues with settings of their own, by name. All others are created on first use with the defaults.</summary>
    public IReadOnlyDictionary<string, LocalQueueOptions> Queues { get; init; } = new Dictionary<string, LocalQueueOptions>();

    /// <summary>Null in production.</summary>
    public HostileBusOptions? Hostile { get; init; }

    /// <summary>Where a test makes a commit fail. Null in production.</summary>
    public ISqliteCommitSeam? CommitSeam { get; init; }
}
