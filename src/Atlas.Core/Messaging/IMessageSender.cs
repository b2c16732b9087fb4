namespace Atlas.Core.Messaging;

/// <summary>Sends a message to a queue, at least once. The receiver drops repeats by <see cref="OutgoingMessage.Id"/>.</summary>
public interface IMessageSender
{
    /// <exception cref="Storage.StorageUnavailableException">Not known to be accepted: send again.</exception>
    Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);
}

/// <param name="Id">The same for every sending of the same message.</param>
/// <param name="Body">UTF-8 JSON, at most 200 KB.</param>
public sealed record OutgoingMessage(string Id, ReadOnlyMemory<byte> Body, DateTimeOffset? ScheduledFor = null);
