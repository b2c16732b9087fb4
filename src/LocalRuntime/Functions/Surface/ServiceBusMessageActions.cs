using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

public class ServiceBusMessageActions
{
    private readonly ServiceBusReceiver? _receiver;
    private readonly ConcurrentDictionary<string, bool> _settled = [];

    internal ServiceBusMessageActions(ServiceBusReceiver receiver) => _receiver = receiver;

    protected ServiceBusMessageActions() { }

    private ServiceBusReceiver Receiver =>
        _receiver ?? throw new InvalidOperationException("These actions were made without a receiver: override their methods.");

    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SettleAsync(message, Receiver.CompleteMessageAsync(message, cancellationToken));
    }

    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(message);
        return SettleAsync(message, Receiver.AbandonMessageAsync(message, propertiesToModify, cancellationToken));
    }

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(message);
        return SettleAsync(
            message,
            Receiver.DeadLetterMessageAsync(
                message,
                propertiesToModify,
                deadLetterReason,
                deadLetterErrorDescription,
                cancellationToken
            )
        );
    }

    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Receiver.RenewMessageLockAsync(message, cancellationToken);
    }

    /// <summary>Whether the function has said what becomes of the message.</summary>
    internal bool HasSettled(ServiceBusReceivedMessage message) => _settled.ContainsKey(message.LockToken);

    private async Task SettleAsync(ServiceBusReceivedMessage message, Task settling)
    {
        await settling;
        _settled[message.LockToken] = true;
    }
}
