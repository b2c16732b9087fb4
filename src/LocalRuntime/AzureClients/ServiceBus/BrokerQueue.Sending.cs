using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.ServiceBus;

internal sealed partial class BrokerQueue
{
    /// <returns>The sequence numbers. All are stored, or none.</returns>
    public async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ServiceBusMessage> sent, DateTimeOffset? scheduledFor)
    {
        AssertSize(sent);
        var contents = sent.Select(MessageContent.From).ToArray();
        var messages = new BrokerMessage[sent.Count];
        Task<bool[]> storing;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var now = Now;
            for (var i = 0; i < messages.Length; i++)
            {
                messages[i] = Accept(sent[i], contents[i], scheduledFor ?? sent[i].ScheduledEnqueueTime, now);
            }

            // Posted under the lock: rows are committed in the order of their numbers.
            try
            {
                storing = _parts.Store.InsertAsync(
                    Name,
                    messages,
                    _options.RequiresDuplicateDetection ? _options.DuplicateDetectionWindow : null
                );
            }
            catch (ObjectDisposedException ex)
            {
                throw Stopped(ex);
            }

            foreach (var message in messages)
            {
                _backlog.Hold(message, now);
            }
        }

        try
        {
            Commit(messages, await storing);
        }
        catch (Exception ex) // the commit failed, or it is not known whether it did
        {
            Doubt(messages);
            throw NotStored(ex);
        }

        return Array.ConvertAll(messages, message => message.Id);
    }

    public async Task CancelScheduledAsync(IReadOnlyList<long> sequenceNumbers)
    {
        var found = new List<(BrokerMessage Message, DateTimeOffset VisibleAt)>();
        lock (_gate)
        {
            Advance();
            foreach (var number in sequenceNumbers)
            {
                var message =
                    _backlog.FindScheduled(number)
                    ?? throw new ServiceBusException(
                        $"There is no scheduled message with the sequence number {number}.",
                        ServiceBusFailureReason.MessageNotFound,
                        Path
                    );
                found.Add((message, message.VisibleAt));
            }

            foreach (var (message, _) in found)
            {
                message.State = BrokerMessageState.Settling;
            }
        }

        try
        {
            await _parts.Store.DeleteAsync([.. found.Select(item => item.Message.Id)]);
        }
        catch (Exception ex) // the edge of the store: the caller is told, and the message stays scheduled
        {
            lock (_gate)
            {
                foreach (var (message, visibleAt) in found)
                {
                    _backlog.ReturnLater(message, visibleAt);
                }

                Arm();
            }

            throw NotStored(ex);
        }

        lock (_gate)
        {
            foreach (var (message, _) in found)
            {
                Forget(message);
            }
        }
    }

    private BrokerMessage Accept(ServiceBusMessage sent, MessageContent content, DateTimeOffset scheduledFor, DateTimeOffset now)
    {
        var id = _parts.Store.NextSequence();
        return new BrokerMessage(id, sent.MessageId ?? Guid.CreateVersion7(now).ToString("N"))
        {
            Sequence = id,
            EnqueuedAt = now,
            TimeToLive = sent.TimeToLive < _options.DefaultTimeToLive ? sent.TimeToLive : _options.DefaultTimeToLive,
            ScheduledFor = scheduledFor > now ? scheduledFor : default,
            Content = content,
        };
    }

    private void Commit(BrokerMessage[] messages, bool[] isNew)
    {
        lock (_gate)
        {
            var now = Now;
            for (var i = 0; i < messages.Length; i++)
            {
                var message = messages[i];
                if (!isNew[i])
                {
                    Log.Duplicate(_logger, Path, message.MessageId);
                    _backlog.Remove(message);
                    continue;
                }

                _parts.Cache.Admit(message);
                if (message.ScheduledFor != default && message.Sequence == message.Id)
                {
                    message.State = BrokerMessageState.Scheduled;
                }
                else if (_parts.Hostile?.Delay() is { } delay)
                {
                    _backlog.ReturnLater(message, now + delay);
                }
                else
                {
                    message.State = BrokerMessageState.Ready;
                }
            }

            _waiters.Wake(messages.Length);
            Arm();
        }
    }

    /// <summary>After a commit that failed, or only seemed to: the next delivery finds out whether the rows are there.</summary>
    private void Doubt(BrokerMessage[] messages)
    {
        _parts.Store.ForgetReservation();
        lock (_gate)
        {
            foreach (var message in messages)
            {
                message.Content = null;
                message.State =
                    message.ScheduledFor != default && message.Sequence == message.Id
                        ? BrokerMessageState.Scheduled
                        : BrokerMessageState.Ready;
            }

            _waiters.Wake(messages.Length);
            Arm();
        }
    }

    private void Forget(BrokerMessage message)
    {
        _parts.Cache.Drop(message);
        _backlog.Remove(message);
    }

    private void AssertSize(IReadOnlyList<ServiceBusMessage> messages)
    {
        var size = messages.Sum(MessageSize.Of);
        if (size > MaxMessageBytes)
        {
            throw new ServiceBusException(
                $"The send of {messages.Count} message(s) has {size} bytes; the queue takes {MaxMessageBytes} at a time.",
                ServiceBusFailureReason.MessageSizeExceeded,
                Path
            );
        }
    }
}
