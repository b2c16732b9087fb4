#nullable disable

using System.Runtime.CompilerServices;
using Atlas.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceiver : IAsyncDisposable
{
    private static readonly TimeSpan s_defaultWait = TimeSpan.FromSeconds(60);

    private readonly ServiceBusClient _client;
    private readonly string _queueName;
    private readonly SubQueue _subQueue;
    private readonly CancellationTokenSource _closing = new();
    private long _peekedUpTo;

    protected ServiceBusReceiver() { }

    internal ServiceBusReceiver(ServiceBusClient client, string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        _client = client;
        _queueName = queueName;
        _subQueue = options?.SubQueue ?? SubQueue.None;
        ReceiveMode = options?.ReceiveMode ?? ServiceBusReceiveMode.PeekLock;
        PrefetchCount = options?.PrefetchCount ?? 0;
        EntityPath = BrokerQueue.PathOf(queueName, _subQueue);
        Identifier = string.IsNullOrEmpty(options?.Identifier)
            ? $"{EntityPath}-{LocalServiceBus.NextIdentifier()}"
            : options.Identifier;
    }

    public virtual string FullyQualifiedNamespace => _client.FullyQualifiedNamespace;

    public virtual string EntityPath { get; }

    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    public virtual int PrefetchCount { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed => _closing.IsCancellationRequested || _client.IsClosed;

    private BrokerQueue Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return _client.Broker.Queue(_queueName, _subQueue);
        }
    }

    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null,
        CancellationToken cancellationToken = default
    ) => (await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken)) is [var message] ? message : null;

    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages,
        TimeSpan? maxWaitTime = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        if (maxWaitTime is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, TimeSpan.Zero, nameof(maxWaitTime));
        }

        var queue = Queue;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        return await queue.ReceiveAsync(maxMessages, maxWaitTime ?? s_defaultWait, ReceiveMode, cancellation.Token);
    }

    public virtual async IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await ReceiveMessageAsync(null, cancellationToken) is { } message)
            {
                yield return message;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(
        long? fromSequenceNumber = null,
        CancellationToken cancellationToken = default
    ) => (await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken)) is [var message] ? message : null;

    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages,
        long? fromSequenceNumber = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        cancellationToken.ThrowIfCancellationRequested();
        var messages = Queue.Peek(maxMessages, fromSequenceNumber ?? Volatile.Read(ref _peekedUpTo) + 1);
        if (messages is [.., var last])
        {
            Volatile.Write(ref _peekedUpTo, last.SequenceNumber);
        }

        return Task.FromResult(messages);
    }

    public virtual async Task CompleteMessageAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default
    ) => await Settling(message, cancellationToken).CompleteAsync(message);

    public virtual async Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) => await Settling(message, cancellationToken).AbandonAsync(message, propertiesToModify);

    public virtual async Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) => await Settling(message, cancellationToken).DeadLetterAsync(message, propertiesToModify, reason: null, description: null);

    public virtual async Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default
    ) =>
        await Settling(message, cancellationToken)
            .DeadLetterAsync(message, propertiesToModify: null, deadLetterReason, deadLetterErrorDescription);

    public virtual async Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default
    ) =>
        await Settling(message, cancellationToken)
            .DeadLetterAsync(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription);

    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        Settling(message, cancellationToken).Renew(message);
        return Task.CompletedTask;
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => _closing.CancelAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private BrokerQueue Settling(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        var queue = Queue;
        return ReceiveMode is ServiceBusReceiveMode.PeekLock
            ? queue
            : throw new InvalidOperationException("The operation is only supported in 'PeekLock' receive mode.");
    }
}
