#nullable disable

namespace Azure.Messaging.ServiceBus;

public class ServiceBusMessage
{
    private const int MaxIdLength = 128;

    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>)) { }

    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body)) { }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body)) { }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>A copy to send again: what the broker added (sequence number, dead-letter reason, …) stays behind.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.Body;
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        if (!string.IsNullOrEmpty(receivedMessage.MessageId))
        {
            MessageId = receivedMessage.MessageId;
        }

        SessionId = receivedMessage.SessionId;
        PartitionKey = receivedMessage.PartitionKey;
        ReplyTo = receivedMessage.ReplyTo;
        ReplyToSessionId = receivedMessage.ReplyToSessionId;
        Subject = receivedMessage.Subject;
        To = receivedMessage.To;
        if (receivedMessage.TimeToLive > TimeSpan.Zero)
        {
            TimeToLive = receivedMessage.TimeToLive;
        }

        foreach (var (name, value) in receivedMessage.ApplicationProperties)
        {
            if (
                name
                is not (
                    ServiceBusReceivedMessage.DeadLetterReasonHeader
                    or ServiceBusReceivedMessage.DeadLetterErrorDescriptionHeader
                )
            )
            {
                ApplicationProperties.Add(name, value);
            }
        }
    }

    public BinaryData Body
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    }

    public string MessageId
    {
        get;
        set
        {
            if (string.IsNullOrEmpty(value) || value.Length > MaxIdLength)
            {
                throw new ArgumentException($"A message id has 1 to {MaxIdLength} characters.", nameof(value));
            }

            field = value;
        }
    }

    public string PartitionKey
    {
        get;
        set
        {
            AssertLength(value, nameof(PartitionKey));
            if (value is not null && SessionId is { } session && session != value)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "The partition key must equal the session id.");
            }

            field = value;
        }
    }

    public string SessionId
    {
        get;
        set
        {
            AssertLength(value, nameof(SessionId));
            field = value;
            if (value is not null && PartitionKey is not null)
            {
                PartitionKey = value;
            }
        }
    }

    public string ReplyToSessionId
    {
        get;
        set
        {
            AssertLength(value, nameof(ReplyToSessionId));
            field = value;
        }
    }

    public TimeSpan TimeToLive
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.MaxValue;

    public string CorrelationId { get; set; }

    public string Subject { get; set; }

    public string To { get; set; }

    public string ContentType { get; set; }

    public string ReplyTo { get; set; }

    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>(StringComparer.Ordinal);

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private static void AssertLength(string value, string property)
    {
        if (value is { Length: > MaxIdLength })
        {
            throw new ArgumentOutOfRangeException(property, $"At most {MaxIdLength} characters are allowed.");
        }
    }
}
