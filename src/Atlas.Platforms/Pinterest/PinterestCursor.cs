using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.Pinterest;

/// <summary>
/// How far a pin has come. Only a video has anything to prepare. The address and the signature of its upload are used in the
/// step that gets them and kept nowhere. Times are those of our clock, in whole seconds since 1970.
/// </summary>
internal sealed record PinterestCursor
{
    /// <summary>No page says how long an upload waits to be pinned: an older one is made again.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromHours(24);

    /// <summary>Start of the hash of the content that the upload was made for.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>Of the video that was uploaded.</summary>
    [JsonPropertyName("m")]
    public string? MediaId { get; init; }

    [JsonPropertyName("r")]
    public bool IsReady { get; init; }

    [JsonPropertyName("s")]
    public long UploadedAt { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    /// <summary>How often Pinterest threw an upload away.</summary>
    [JsonPropertyName("x")]
    public int Restarts { get; init; }

    [JsonIgnore]
    public DateTimeOffset ValidUntil => DateTimeOffset.FromUnixTimeSeconds(UploadedAt) + s_life;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static PinterestCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        var cursor = json is null ? null : JsonSerializer.Deserialize(json, PinterestJson.Default.PinterestCursor);
        return cursor?.Hash == hash ? cursor : new PinterestCursor { Hash = hash };
    }

    public string Write() => JsonSerializer.Serialize(this, PinterestJson.Default.PinterestCursor);

    public bool IsExpired(DateTimeOffset now) => MediaId is not null && now >= ValidUntil;

    public PinterestCursor StartAgain() => new() { Hash = Hash, Restarts = Restarts + 1 };
}
