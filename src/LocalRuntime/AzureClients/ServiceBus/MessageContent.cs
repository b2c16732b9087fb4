using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>What the sender put into a message, copied so that the sender may go on changing its own.</summary>
internal sealed record MessageContent
{
    public string? ContentType { get; init; }
    public string? CorrelationId { get; init; }
    public string? Subject { get; init; }
    public string? To { get; init; }
    public string? ReplyTo { get; init; }
    public string? ReplyToSessionId { get; init; }
    public string? SessionId { get; init; }
    public string? PartitionKey { get; init; }
    public Dictionary<string, object?> Properties { get; init; } = [];
    public required byte[] Body { get; init; }

    public static MessageContent From(ServiceBusMessage message)
    {
        foreach (var (name, value) in message.ApplicationProperties)
        {
            PropertyCodec.AssertSupported(name, value);
        }

        return new MessageContent
        {
            ContentType = message.ContentType,
            CorrelationId = message.CorrelationId,
            Subject = message.Subject,
            To = message.To,
            ReplyTo = message.ReplyTo,
            ReplyToSessionId = message.ReplyToSessionId,
            SessionId = message.SessionId,
            PartitionKey = message.PartitionKey,
            Properties = new Dictionary<string, object?>(message.ApplicationProperties!),
            Body = message.Body.ToArray(),
        };
    }

    public MessageContent WithProperties(IEnumerable<KeyValuePair<string, object>>? changes)
    {
        if (changes is null)
        {
            return this;
        }

        var properties = new Dictionary<string, object?>(Properties);
        foreach (var (name, value) in changes)
        {
            PropertyCodec.AssertSupported(name, value);
            properties[name] = value;
        }

        return this with
        {
            Properties = properties,
        };
    }

    public ServiceBusReceivedMessage ToReceived(BrokerMessage message, int deliveryCount, ServiceBusMessageState state) =>
        new()
        {
            Body = BinaryData.FromBytes(Body),
            MessageId = message.MessageId,
            ContentType = ContentType,
            CorrelationId = CorrelationId,
            Subject = Subject,
            To = To,
            ReplyTo = ReplyTo,
            ReplyToSessionId = ReplyToSessionId,
            SessionId = SessionId,
            PartitionKey = PartitionKey,
            TimeToLive = message.TimeToLive,
            ScheduledEnqueueTime = message.ScheduledFor,
            ApplicationProperties = new Dictionary<string, object?>(Properties)!,
            LockTokenGuid = message.LockToken,
            LockedUntil = message.LockedUntil,
            DeliveryCount = deliveryCount,
            SequenceNumber = message.Sequence,
            EnqueuedSequenceNumber = message.Id,
            EnqueuedTime = message.EnqueuedAt,
            State = state,
        };
}
