using System.Collections.Concurrent;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Azure.Messaging.ServiceBus;

namespace Atlas.Storage.ServiceBus;

internal sealed class ServiceBusMessageSender(ServiceBusClient client) : IMessageSender, IAsyncDisposable
{
    private const int MaxBodyBytes = 200 * 1024;

    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.FirstOrDefault(static m => m.Body.Length > MaxBodyBytes) is { } tooLong)
        {
            throw new ArgumentException(
                $"A message has at most {MaxBodyBytes} bytes; {tooLong.Id} has {tooLong.Body.Length}.",
                nameof(messages)
            );
        }

        var sender = _senders.GetOrAdd(queue, static (name, bus) => bus.CreateSender(name), client);
        try
        {
            if (messages is [var only])
            {
                await sender.SendMessageAsync(ToServiceBus(only), cancellationToken);
                return;
            }

            for (var sent = 0; sent < messages.Count; )
            {
                sent += await SendSomeAsync(sender, messages, sent, cancellationToken);
            }
        }
        catch (ServiceBusException ex) when (ex.Reason != ServiceBusFailureReason.MessageSizeExceeded)
        {
            throw new StorageUnavailableException(
                $"Service Bus did not take messages for {queue}: {ex.Reason}.",
                retryAfter: null,
                ex
            );
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"send to {queue}", ex);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in _senders.Values)
        {
            await sender.DisposeAsync();
        }
    }

    /// <returns>How many of the messages from <paramref name="from"/> on fitted into one batch and were sent.</returns>
    private static async Task<int> SendSomeAsync(
        ServiceBusSender sender,
        IReadOnlyList<OutgoingMessage> messages,
        int from,
        CancellationToken cancellationToken
    )
    {
        using var batch = await sender.CreateMessageBatchAsync(cancellationToken);
        var next = from;
        while (next < messages.Count && batch.TryAddMessage(ToServiceBus(messages[next])))
        {
            next++;
        }

        if (next == from)
        {
            throw new ServiceBusException(
                $"The message {messages[from].Id} does not fit into a batch.",
                ServiceBusFailureReason.MessageSizeExceeded
            );
        }

        await sender.SendMessagesAsync(batch, cancellationToken);
        return next - from;
    }

    private static ServiceBusMessage ToServiceBus(OutgoingMessage message)
    {
        var outgoing = new ServiceBusMessage(message.Body) { MessageId = message.Id, ContentType = "application/json" };
        if (message.ScheduledFor is { } at)
        {
            outgoing.ScheduledEnqueueTime = at;
        }

        return outgoing;
    }
}
