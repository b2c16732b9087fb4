#nullable disable

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceivedMessage
{
    internal const string DeadLetterReasonHeader = "DeadLetterReason";
    internal const string DeadLetterErrorDescriptionHeader = "DeadLetterErrorDescription";

    private static readonly Dictionary<string, object> s_noProperties = [];

    internal ServiceBusReceivedMessage() { }

    public BinaryData Body { get; internal init; }

    public string MessageId { get; internal init; }

    public string PartitionKey { get; internal init; }

    public string TransactionPartitionKey { get; internal init; }

    public string SessionId { get; internal init; }

    public string ReplyToSessionId { get; internal init; }

    public TimeSpan TimeToLive { get; internal init; }

    public string CorrelationId { get; internal init; }

    public string Subject { get; internal init; }

    public string To { get; internal init; }

    public string ContentType { get; internal init; }

    public string ReplyTo { get; internal init; }

    public DateTimeOffset ScheduledEnqueueTime { get; internal init; }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; } = s_noProperties;

    public string LockToken => LockTokenGuid.ToString();

    public int DeliveryCount { get; internal init; }

    public DateTimeOffset LockedUntil { get; internal set; }

    public long SequenceNumber { get; internal init; } = -1;

    public string DeadLetterSource { get; internal init; }

    public long EnqueuedSequenceNumber { get; internal init; }

    public DateTimeOffset EnqueuedTime { get; internal init; }

    public DateTimeOffset ExpiresAt =>
        TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    public string DeadLetterReason => Text(DeadLetterReasonHeader);

    public string DeadLetterErrorDescription => Text(DeadLetterErrorDescriptionHeader);

    public ServiceBusMessageState State { get; internal init; }

    internal Guid LockTokenGuid { get; init; }

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private string Text(string property) => ApplicationProperties.TryGetValue(property, out var value) ? value as string : null;
}
