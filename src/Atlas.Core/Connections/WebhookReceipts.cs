using System.Collections.Concurrent;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>Counts what webhooks bring, in memory, and adds it to the stored count now and then.</summary>
public sealed class WebhookReceipts(IRowStore rows, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WebhookReceipt> _noted = new();

    internal void Note(string network)
    {
        var now = time.GetUtcNow();
        _noted.AddOrUpdate(network, _ => new(1, now), (_, noted) => new(noted.Count + 1, now));
    }

    public async ValueTask<WebhookReceipt> ReadAsync(string network, CancellationToken cancellationToken)
    {
        var stored = await rows.ReadAsync(SystemKeys.Webhooks, network, StoredJson.Default.WebhookReceipt, cancellationToken);
        return _noted.TryGetValue(network, out var noted)
            ? new WebhookReceipt((stored?.Value.Count ?? 0) + noted.Count, noted.LastAt)
            : stored?.Value ?? new WebhookReceipt(0, default);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (network, noted) in _noted)
        {
            var stored = await rows.ReadAsync(SystemKeys.Webhooks, network, StoredJson.Default.WebhookReceipt, cancellationToken);
            var sum = new WebhookReceipt((stored?.Value.Count ?? 0) + noted.Count, noted.LastAt).ToRow(
                StoredJson.Default.WebhookReceipt
            );
            var write = stored is null ? RowWrite.Insert(network, sum) : RowWrite.Replace(network, sum, stored.ETag);
            if ((await rows.WriteAsync(SystemKeys.Webhooks, [write], cancellationToken)).Succeeded)
            {
                Subtract(network, noted);
            }
        }
    }

    /// <summary>Keeps what came while it was being written.</summary>
    private void Subtract(string network, WebhookReceipt written)
    {
        while (_noted.TryGetValue(network, out var current))
        {
            var rest = current with { Count = current.Count - written.Count };
            if (rest.Count == 0 ? _noted.TryRemove(new(network, current)) : _noted.TryUpdate(network, rest, current))
            {
                return;
            }
        }
    }
}
