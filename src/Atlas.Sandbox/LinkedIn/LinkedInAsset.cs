using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.LinkedIn;

internal enum LinkedInAssetKind
{
    Image,
    Document,
    Video,
}

/// <summary>An upload and what became of it.</summary>
internal sealed class LinkedInAsset(LinkedInAssetKind kind, string urn, NetworkAccount owner, string uploadKey, long? size)
{
    public const long PartSize = 4 << 20;

    private readonly Lock _lock = new();
    private readonly string?[] _tags = size is { } bytes ? new string?[(bytes + PartSize - 1) / PartSize] : new string?[1];
    private DateTimeOffset? _readyAt;

    public LinkedInAssetKind Kind => kind;

    public string Urn => urn;

    public NetworkAccount Owner => owner;

    /// <summary>Unguessable: stands in the upload addresses.</summary>
    public string UploadKey => uploadKey;

    public int Parts => _tags.Length;

    /// <summary>Null where the client does not say before.</summary>
    public long? Size => size;

    public ByteUpload Bytes { get; } = new(size);

    public bool TakesThumbnail { get; init; }

    public MediaItem? Thumbnail { get; set; }

    public bool TakesCaptions { get; init; }

    /// <summary>The language of the captions that came.</summary>
    public string? Captions { get; set; }

    public MediaItem? Item { get; private set; }

    public string? Failure { get; private set; }

    /// <summary>First byte and length of a part.</summary>
    public (long From, long? Length) Range(int part) =>
        size is { } total ? (part * PartSize, Math.Min(PartSize, total - part * PartSize)) : (0, null);

    public string SetTag(int part)
    {
        lock (_lock)
        {
            return _tags[part] = $"{UploadKey[..8]}-{part}";
        }
    }

    public bool HasTags(IReadOnlyList<string> tags)
    {
        lock (_lock)
        {
            return tags.SequenceEqual(_tags);
        }
    }

    /// <summary>All bytes are there: they are looked at, and processing begins.</summary>
    public async ValueTask CompleteAsync(World world)
    {
        using var file = await Bytes.TakeAsync();
        var item = MediaProbe.Process(world, file, owner.Platform, owner.Id);
        lock (_lock)
        {
            Item = item;
            Failure = LinkedInMediaRules.Problem(kind, item, file);
            var wait = kind is LinkedInAssetKind.Video ? world.Options.VideoProcessingMs : world.Options.ImageProcessingMs;
            _readyAt = world.Now + TimeSpan.FromMilliseconds(wait);
        }
    }

    public string Status(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _readyAt is not { } ready ? "WAITING_UPLOAD"
                : now < ready ? "PROCESSING"
                : Failure is null ? "AVAILABLE"
                : "PROCESSING_FAILED";
        }
    }
}
