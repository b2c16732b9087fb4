#nullable disable

using System.ComponentModel;

namespace Azure.Messaging.ServiceBus;

public static class ServiceBusModelFactory
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ServiceBusReceivedMessage ServiceBusReceivedMessage(
        BinaryData body,
        string messageId,
        string partitionKey,
        string viaPartitionKey,
        string sessionId,
        string replyToSessionId,
        TimeSpan timeToLive,
        string correlationId,
        string subject,
        string to,
        string contentType,
        string replyTo,
        DateTimeOffset scheduledEnqueueTime,
        IDictionary<string, object> properties,
        Guid lockTokenGuid,
        int deliveryCount,
        DateTimeOffset lockedUntil,
        long sequenceNumber,
        string deadLetterSource,
        long enqueuedSequenceNumber,
        DateTimeOffset enqueuedTime
    ) =>
        ServiceBusReceivedMessage(
            body,
            messageId,
            partitionKey,
            viaPartitionKey,
            sessionId,
            replyToSessionId,
            timeToLive,
            correlationId,
            subject,
            to,
            contentType,
            replyTo,
            scheduledEnqueueTime,
            properties,
            lockTokenGuid,
            deliveryCount,
            lockedUntil,
            sequenceNumber,
            deadLetterSource,
            enqueuedSequenceNumber,
            enqueuedTime,
            ServiceBusMessageState.Active
        );

    public static ServiceBusReceivedMessage ServiceBusReceivedMessage(
        BinaryData body = default,
        string messageId = default,
        string partitionKey = default,
        string viaPartitionKey = default,
        string sessionId = default,
        string replyToSessionId = default,
        TimeSpan timeToLive = default,
        string correlationId = default,
        string subject = default,
        string to = default,
        string contentType = default,
        string replyTo = default,
        DateTimeOffset scheduledEnqueueTime = default,
        IDictionary<string, object> properties = default,
        Guid lockTokenGuid = default,
        int deliveryCount = default,
        DateTimeOffset lockedUntil = default,
        long sequenceNumber = -1,
        string deadLetterSource = default,
        long enqueuedSequenceNumber = default,
        DateTimeOffset enqueuedTime = default,
        ServiceBusMessageState serviceBusMessageState = ServiceBusMessageState.Active
    ) =>
        new()
        {
            Body = body ?? BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty),
            MessageId = messageId,
            PartitionKey = partitionKey,
            TransactionPartitionKey = viaPartitionKey,
            SessionId = sessionId,
            ReplyToSessionId = replyToSessionId,
            TimeToLive = timeToLive == default ? TimeSpan.MaxValue : timeToLive,
            CorrelationId = correlationId,
            Subject = subject,
            To = to,
            ContentType = contentType,
            ReplyTo = replyTo,
            ScheduledEnqueueTime = scheduledEnqueueTime,
            ApplicationProperties = properties is null ? [] : new Dictionary<string, object>(properties),
            LockTokenGuid = lockTokenGuid,
            DeliveryCount = deliveryCount,
            LockedUntil = lockedUntil,
            SequenceNumber = sequenceNumber,
            DeadLetterSource = deadLetterSource,
            EnqueuedSequenceNumber = enqueuedSequenceNumber,
            EnqueuedTime = enqueuedTime,
            State = serviceBusMessageState,
        };
}
