using Atlas.Core.Messaging;

namespace Atlas.Capacity.Counting;

/// <summary>Counts what is sent and keeps it for the app to take off.</summary>
internal sealed class CountedSender(Tally tally) : IMessageSender
{
    public Queue<OutgoingMessage> Sent { get; } = new();

    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        tally.Add(Unit.Messages, messages.Count);
        foreach (var message in messages)
        {
            Sent.Enqueue(message);
        }

        return Task.CompletedTask;
    }
}
