using System.Collections.Concurrent;

namespace Atlas.Sandbox.Media;

/// <summary>Bytes of media by hash, up to a total; the oldest go first. What is gone is still known by its facts.</summary>
internal sealed class MediaShelf(long capacity)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Kept> _kept = new();
    private readonly Queue<string> _order = new();
    private long _total;

    public long Capacity { get; set; } = capacity;

    public Kept? Find(string sha256) => _kept.GetValueOrDefault(sha256);

    public bool Has(string sha256) => _kept.ContainsKey(sha256);

    public void Keep(MediaItem item, byte[] content)
    {
        if (content.Length > Capacity / 2 || !_kept.TryAdd(item.Sha256, new Kept(content, item.ContentType)))
        {
            return;
        }

        lock (_lock)
        {
            _order.Enqueue(item.Sha256);
            _total += content.Length;
            while (_total > Capacity && _order.TryDequeue(out var oldest) && _kept.TryRemove(oldest, out var gone))
            {
                _total -= gone.Content.Length;
            }
        }
    }

    internal sealed record Kept(byte[] Content, string ContentType);
}
