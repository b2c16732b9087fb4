using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.ServiceBus;

internal sealed partial class BrokerQueue
{
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromSeconds(1);

    public async Task CompleteAsync(ServiceBusReceivedMessage received)
    {
        BrokerMessage message;
        lock (_gate)
        {
            message = FindLocked(received);
            _backlog.Unlock(message);
            if (!message.Repeated && message.Deliveries + 1 < _options.MaxDeliveryCount && _parts.Hostile?.Repeats() is true)
            {
                message.Repeated = true;
                Release(message);
                return;
            }
        }

        await StoreAsync(message, _parts.Store.DeleteAsync([message.Id]));
        lock (_gate)
        {
            Forget(message);
        }
    }

    public async Task AbandonAsync(ServiceBusReceivedMessage received, IDictionary<string, object>? propertiesToModify)
    {
        BrokerMessage message;
        lock (_gate)
        {
            message = FindLocked(received);
            _backlog.Unlock(message);
            if (propertiesToModify is null or { Count: 0 })
            {
                Release(message); // the delivery was counted when it was made: there is nothing to store
                return;
            }
        }

        await StoreAsync(message, _parts.Store.ReplaceHeaderAsync(message.Id, propertiesToModify));
        lock (_gate)
        {
            _parts.Cache.Drop(message);
            Release(message);
        }
    }

    public async Task DeadLetterAsync(
        ServiceBusReceivedMessage received,
        IDictionary<string, object>? propertiesToModify,
        string? reason,
        string? description
    )
    {
        if (_deadLetters is null)
        {
            throw new InvalidOperationException("A message of the dead-letter queue can't be dead-lettered again.");
        }

        BrokerMessage message;
        lock (_gate)
        {
            message = FindLocked(received);
            _backlog.Unlock(message);
        }

        var properties = DeadLetterProperties(propertiesToModify, reason, description);
        var storing = _parts.Store.DeadLetterAsync(message.Id, message.Content, properties);
        await StoreAsync(message, storing);
        Move(message, await storing);
    }

    public void Renew(ServiceBusReceivedMessage received)
    {
        lock (_gate)
        {
            var message = FindLocked(received);
            _backlog.Renew(message, Now);
            received.LockedUntil = message.LockedUntil;
            Arm();
        }
    }

    private BrokerMessage FindLocked(ServiceBusReceivedMessage received)
    {
        Advance();
        return _backlog.FindLocked(received.LockTokenGuid)
            ?? throw new ServiceBusException(
                "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
                ServiceBusFailureReason.MessageLockLost,
                Path
            );
    }

    private async Task StoreAsync(BrokerMessage message, Task storing)
    {
        try
        {
            await storing;
        }
        catch (Exception ex) // the edge of the store: the receiver keeps its lock and may settle again
        {
            lock (_gate)
            {
                _backlog.Relock(message);
                Arm();
            }

            throw NotStored(ex);
        }
    }

    private void Exhaust(BrokerMessage message) =>
        DeadLetterLater(
            message,
            "MaxDeliveryCountExceeded",
            $"Message could not be consumed after {_options.MaxDeliveryCount} delivery attempts."
        );

    private void Expire(BrokerMessage message)
    {
        if (_options.DeadLetteringOnMessageExpiration)
        {
            DeadLetterLater(message, "TTLExpiredException", "The message expired and was dead lettered.");
            return;
        }

        message.State = BrokerMessageState.Settling;
        _parts.Scheduler.Run(() => DropAsync(message));
    }

    private void DeadLetterLater(BrokerMessage message, string reason, string description)
    {
        message.State = BrokerMessageState.Settling;
        _parts.Scheduler.Run(() => DeadLetterAsync(message, reason, description));
    }

    private async Task DeadLetterAsync(BrokerMessage message, string reason, string description)
    {
        try
        {
            var properties = DeadLetterProperties(null, reason, description);
            Move(message, await _parts.Store.DeadLetterAsync(message.Id, message.Content, properties));
            Log.DeadLettered(_logger, Path, message.MessageId, reason);
        }
        catch (Exception ex) // the edge of background work: it is tried again when the message is due again
        {
            Postpone(message, ex);
        }
    }

    private async Task DropAsync(BrokerMessage message)
    {
        try
        {
            await _parts.Store.DeleteAsync([message.Id]);
            lock (_gate)
            {
                Forget(message);
            }
        }
        catch (Exception ex) // the edge of background work, as above
        {
            Postpone(message, ex);
        }
    }

    private void Postpone(BrokerMessage message, Exception cause)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return; // it is on disk as it was, and the next start takes it up
            }

            Log.NotStored(_logger, Path, message.MessageId, cause);
            _backlog.ReturnLater(message, Now + s_storeRetry);
            Arm();
        }
    }

    private void Move(BrokerMessage message, bool wasThere)
    {
        lock (_gate)
        {
            Forget(message);
        }

        if (wasThere)
        {
            _deadLetters!.Restore([
                new BrokerMessage(message.Id, message.MessageId)
                {
                    Sequence = message.Sequence,
                    EnqueuedAt = message.EnqueuedAt,
                    TimeToLive = message.TimeToLive,
                    Deliveries = message.Deliveries,
                },
            ]);
        }
    }

    private static Dictionary<string, object> DeadLetterProperties(
        IDictionary<string, object>? given,
        string? reason,
        string? description
    )
    {
        var properties = given is null ? [] : new Dictionary<string, object>(given);
        if (reason is not null)
        {
            properties[ServiceBusReceivedMessage.DeadLetterReasonHeader] = reason;
        }

        if (description is not null)
        {
            properties[ServiceBusReceivedMessage.DeadLetterErrorDescriptionHeader] = description;
        }

        return properties;
    }
}
