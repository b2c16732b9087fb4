#nullable disable

using Atlas.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient _client;
    private volatile bool _closed;

    protected ServiceBusSender() { }

    internal ServiceBusSender(ServiceBusClient client, string queueOrTopicName)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        _client = client;
        EntityPath = queueOrTopicName;
        Identifier = $"{queueOrTopicName}-{LocalServiceBus.NextIdentifier()}";
    }

    public virtual string FullyQualifiedNamespace => _client.FullyQualifiedNamespace;

    public virtual string EntityPath { get; }

    public virtual bool IsClosed => _closed || _client.IsClosed;

    public virtual string Identifier { get; }

    private BrokerQueue Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return _client.Broker.Queue(EntityPath);
        }
    }

    public virtual async Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        await Queue.SendAsync([message], scheduledFor: null);
    }

    public virtual async Task SendMessagesAsync(
        IEnumerable<ServiceBusMessage> messages,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        if (messages.ToList() is { Count: > 0 } list)
        {
            await Queue.SendAsync(list, scheduledFor: null);
        }
    }

    public virtual async Task SendMessagesAsync(
        ServiceBusMessageBatch messageBatch,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        await SendMessagesAsync(messageBatch.Messages, cancellationToken);
    }

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new ServiceBusMessageBatch(Queue.MaxMessageBytes));
    }

    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await ScheduleMessagesAsync([message], scheduledEnqueueTime, cancellationToken))[0];
    }

    public virtual async Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        return messages.ToList() is { Count: > 0 } list ? await Queue.SendAsync(list, scheduledEnqueueTime) : [];
    }

    public virtual async Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        await CancelScheduledMessagesAsync([sequenceNumber], cancellationToken);

    public virtual async Task CancelScheduledMessagesAsync(
        IEnumerable<long> sequenceNumbers,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        cancellationToken.ThrowIfCancellationRequested();
        await Queue.CancelScheduledAsync(sequenceNumbers.ToList());
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }
}
