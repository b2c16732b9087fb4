using System.Collections.Concurrent;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

/// <summary>The uploads that the network knows.</summary>
internal sealed class PinterestState : IWorldState<PinterestState>
{
    private readonly ConcurrentDictionary<string, PinterestUpload> _uploads = new();

    public static PinterestState Create(World world) => new();

    public void Add(PinterestUpload upload) => _uploads[upload.Id] = upload;

    public PinterestUpload? Find(string? id) => id is null ? null : _uploads.GetValueOrDefault(id);

    public PinterestUpload? ByKey(string? key) => key is null ? null : Find(key[(key.LastIndexOf(':') + 1)..]);
}

/// <summary>A video that was announced, and perhaps has come.</summary>
internal sealed class PinterestUpload(string id, PinterestAccount owner, IReadOnlyDictionary<string, string> parameters)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _readyAt;
    private MediaItem? _item;

    public string Id => id;

    public PinterestAccount Owner => owner;

    public IReadOnlyDictionary<string, string> Parameters => parameters;

    public MediaItem? Item
    {
        get
        {
            lock (_lock)
            {
                return _item;
            }
        }
    }

    public void Take(MediaItem item, DateTimeOffset readyAt)
    {
        lock (_lock)
        {
            (_item, _readyAt) = (item, readyAt);
        }
    }

    public string StateAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _item is null ? "registered"
                : now < _readyAt ? "processing"
                : _item.Video is { Duration.TotalSeconds: >= 3.9 and <= 900.1 } ? "succeeded"
                : "failed";
        }
    }
}
