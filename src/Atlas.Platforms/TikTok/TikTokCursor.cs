using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.TikTok;

/// <summary>How far a post has come.</summary>
internal sealed record TikTokCursor
{
    /// <summary>TikTok's own limit is an hour; the rest is for the last part and for clocks.</summary>
    private static readonly TimeSpan s_uploadLife = TimeSpan.FromMinutes(55);

    /// <summary>Start of the hash of the content that the upload was begun for.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    [JsonPropertyName("p")]
    public string? PublishId { get; init; }

    /// <summary>A <see cref="SealedUrl"/>; null where TikTok fetches the file itself.</summary>
    [JsonPropertyName("u")]
    public string? Upload { get; init; }

    /// <summary>Parts that TikTok has, from the first.</summary>
    [JsonPropertyName("k")]
    public int Sent { get; init; }

    /// <summary>Size of a part as it was announced: the setting may change meanwhile.</summary>
    [JsonPropertyName("c")]
    public long ChunkSize { get; init; }

    /// <summary>By our clock, in seconds since 1970.</summary>
    [JsonPropertyName("o")]
    public long OpenedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset ValidUntil => DateTimeOffset.FromUnixTimeSeconds(OpenedAt) + s_uploadLife;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static TikTokCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new TikTokCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static TikTokCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, TikTokJson.Default.TikTokCursor);

    public string Write() => JsonSerializer.Serialize(this, TikTokJson.Default.TikTokCursor);

    public TikTokCursor StartAgain() => new() { Hash = Hash };

    public UploadPlan Plan(long total) => new(total, ChunkSize, (int)(total / ChunkSize));
}
