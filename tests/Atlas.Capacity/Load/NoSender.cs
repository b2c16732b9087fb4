using Atlas.Core.Messaging;

namespace Atlas.Capacity.Load;

/// <summary>Scheduling sends no message.</summary>
internal sealed class NoSender : IMessageSender
{
    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
