using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Azure.Messaging.ServiceBus;

namespace Atlas.Storage.ServiceBus;

/// <summary>The dead-letter sub-queue of a queue, by the same client in both runtimes.</summary>
internal sealed class ServiceBusDeadLetters(ServiceBusClient client, IMessageSender sender) : IDeadLetters
{
    private const int BatchSize = 50;

    /// <summary>Nothing comes in so long: it is empty.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        string queue,
        long fromNumber,
        int limit,
        CancellationToken cancellationToken
    ) =>
        TryAsync<IReadOnlyList<DeadLetter>>(
            queue,
            async () =>
            {
                await using var receiver = Open(queue);
                List<DeadLetter> found = [];
                while (found.Count < limit)
                {
                    // A peek may answer with less than is there; only an empty one says that there is no more.
                    var peeked = await receiver.PeekMessagesAsync(limit - found.Count, fromNumber, cancellationToken);
                    if (peeked.Count == 0)
                    {
                        break;
                    }

                    found.AddRange(
                        peeked.Select(message => new DeadLetter(
                            message.SequenceNumber,
                            message.DeadLetterReason,
                            message.DeliveryCount,
                            message.EnqueuedTime,
                            message.Body.ToMemory()
                        ))
                    );
                    fromNumber = found[^1].Number + 1;
                }

                return found;
            },
            cancellationToken
        );

    public Task<int> SettleAsync(
        string queue,
        IReadOnlySet<long>? numbers,
        bool replay,
        int limit,
        CancellationToken cancellationToken
    ) =>
        TryAsync(
            queue,
            async () =>
            {
                // What is there now, and not what comes back because it fails again.
                numbers ??= (await ListAsync(queue, 0, limit, cancellationToken)).Select(letter => letter.Number).ToHashSet();
                await using var receiver = Open(queue);
                List<ServiceBusReceivedMessage> passed = [];
                try
                {
                    return await SettleAsync(receiver, queue, numbers, replay, passed, cancellationToken);
                }
                finally
                {
                    // Their locks would end by themselves; until then nobody else could take them.
                    foreach (var message in passed)
                    {
                        await receiver.AbandonMessageAsync(message, cancellationToken: CancellationToken.None);
                    }
                }
            },
            cancellationToken
        );

    private async Task<int> SettleAsync(
        ServiceBusReceiver receiver,
        string queue,
        IReadOnlySet<long> numbers,
        bool replay,
        List<ServiceBusReceivedMessage> passed,
        CancellationToken cancellationToken
    )
    {
        var settled = 0;
        while (settled < numbers.Count)
        {
            var received = await receiver.ReceiveMessagesAsync(BatchSize, s_patience, cancellationToken);
            if (received.Count == 0)
            {
                break;
            }

            foreach (var message in received)
            {
                if (!numbers.Contains(message.SequenceNumber))
                {
                    passed.Add(message);
                    continue;
                }

                if (replay)
                {
                    var again = new OutgoingMessage(message.MessageId, message.Body.ToMemory());
                    await sender.SendAsync(queue, [again], cancellationToken);
                }

                await receiver.CompleteMessageAsync(message, cancellationToken);
                settled++;
            }
        }

        return settled;
    }

    private ServiceBusReceiver Open(string queue) =>
        client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private static async Task<T> TryAsync<T>(string queue, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (ServiceBusException ex)
        {
            throw new StorageUnavailableException(
                $"Service Bus did not answer for the dead letters of {queue}: {ex.Reason}.",
                retryAfter: null,
                ex
            );
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"dead letters of {queue}", ex);
        }
    }
}
