using System.Collections.Concurrent;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.YouTube;

/// <summary>What YouTube remembers beyond accounts and what followers see.</summary>
internal sealed class YouTubeState : IWorldState<YouTubeState>
{
    private readonly ConcurrentDictionary<string, List<YouTubePlaylistItem>> _playlists = new();

    private YouTubeState(World world) => Quota = new YouTubeQuota(world);

    public static YouTubeState Create(World world) => new(world);

    public YouTubeQuota Quota { get; }

    public ConcurrentDictionary<string, UploadSession> Sessions { get; } = new();

    public ConcurrentDictionary<string, YouTubeVideo> Videos { get; } = new();

    public YouTubeVideo? Video(string? id) =>
        id is not null && Videos.GetValueOrDefault(id) is { IsDeleted: false } video ? video : null;

    public List<YouTubePlaylistItem> Playlist(string id) => _playlists.GetOrAdd(id, _ => []);

    /// <summary>Eleven letters, as YouTube's are.</summary>
    public static string NewId() => OAuthBook.NewSecret(11);
}

/// <summary>An upload between its start and its last byte.</summary>
internal sealed class UploadSession(YouTubeAccount account, VideoDetails details, long total, DateTimeOffset started)
{
    public YouTubeAccount Account => account;

    public VideoDetails Details => details;

    public DateTimeOffset Started => started;

    public ByteUpload Bytes { get; } = new(total);

    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Once every byte is here.</summary>
    public YouTubeVideo? Video { get; set; }
}
