using System.Collections.Concurrent;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.X;

/// <summary>Uploads, and the texts that may not be repeated.</summary>
internal sealed class XState : IWorldState<XState>
{
    /// <summary>How long X remembers a text is not documented.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, XUpload> _uploads = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _texts = new();

    public static XState Create(World world) => new();

    public void Add(XUpload upload) => _uploads[upload.Id] = upload;

    public XUpload? Upload(string? id) => id is null ? null : _uploads.GetValueOrDefault(id);

    /// <summary>False for a repeat.</summary>
    public bool TryRemember(string fingerprint, DateTimeOffset now)
    {
        var isNew = false;
        _texts.AddOrUpdate(
            fingerprint,
            _ =>
            {
                isNew = true;
                return now;
            },
            (_, at) =>
            {
                isNew = at + Memory <= now;
                return isNew ? now : at;
            }
        );
        return isNew;
    }
}

internal sealed class XUpload(string id, NetworkAccount owner, string category, string contentType, long total)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, ByteUpload> _segments = [];

    public string Id => id;

    public NetworkAccount Owner => owner;

    public string Category => category;

    public string ContentType => contentType;

    public long Total => total;

    public string MediaKey =>
        (
            category is "tweet_video" ? "13_"
            : category is "tweet_gif" ? "16_"
            : "3_"
        ) + id;

    public string? AltText { get; set; }

    public MediaItem? Item { get; private set; }

    public DateTimeOffset? ReadyAt { get; private set; }

    public string? Failure { get; private set; }

    public void Put(int index, ByteUpload segment)
    {
        lock (_lock)
        {
            _segments[index] = segment;
        }
    }

    /// <summary>Puts the segments together; false when bytes are missing.</summary>
    public async ValueTask<bool> FinishAsync(World world)
    {
        ByteUpload[] segments;
        lock (_lock)
        {
            segments = [.. _segments.Values];
            if (segments.Sum(segment => segment.Next) != total || _segments.Keys.LastOrDefault(-1) != segments.Length - 1)
            {
                return false;
            }
        }

        using var file = await ByteUpload.JoinAsync(segments);
        Item = MediaProbe.Process(world, file, owner.Platform, owner.Id);
        Failure = Problem(Item);
        ReadyAt =
            world.Now + (category is "tweet_image" ? TimeSpan.Zero : TimeSpan.FromMilliseconds(world.Options.VideoProcessingMs));
        return true;
    }

    private string? Problem(MediaItem item) =>
        category switch
        {
            "tweet_video" => item.Video is not { } video ? "Unsupported video format"
            : video.Duration.TotalSeconds is < 0.5 or > 140 ? "Video duration is not supported"
            : null,
            "tweet_gif" => item.ContentType is "image/gif" ? null : "Not a GIF",
            _ => item.IsImage ? null : "Unsupported image format",
        };
}
