using System.Text.Json;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Publishing;

/// <summary>Keeps what was sent to the queue.</summary>
internal sealed class SentMessages : IMessageSender
{
    private readonly List<WorkItem> _work = [];

    public IReadOnlyList<WorkItem> Work => _work;

    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        _work.AddRange(
            messages.Select(message => JsonSerializer.Deserialize(message.Body.Span, StoredJson.Default.OutboxEntry)!.Work)
        );
        return Task.CompletedTask;
    }
}
