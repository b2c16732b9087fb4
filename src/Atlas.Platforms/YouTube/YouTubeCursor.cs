using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.YouTube;

/// <summary>How far a video has come. Times are those of our clock, in whole seconds since 1970.</summary>
internal sealed record YouTubeCursor
{
    /// <summary>Start of the hash of the content that the video was uploaded for.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>
    /// Of the upload session, never its whole address. It ends with the upload, opens nothing but this one private video,
    /// and every call that we make with it carries the channel's token as well.
    /// </summary>
    [JsonPropertyName("u")]
    public string? UploadId { get; init; }

    [JsonPropertyName("s")]
    public long StartedAt { get; init; }

    /// <summary>The first byte that YouTube does not have, as far as we know.</summary>
    [JsonPropertyName("o")]
    public long Offset { get; init; }

    /// <summary>Whether a chunk's answer was lost or odd, so that the session has to be asked how far it is.</summary>
    [JsonPropertyName("p")]
    public bool MustProbe { get; init; }

    /// <summary>Whether the last byte has been sent at least once: the video may be there although no answer said so.</summary>
    [JsonPropertyName("e")]
    public bool SentAll { get; init; }

    /// <summary>Lost answers since the upload last came forward.</summary>
    [JsonPropertyName("l")]
    public int Losses { get; init; }

    [JsonPropertyName("v")]
    public string? VideoId { get; init; }

    [JsonPropertyName("t")]
    public long UploadedAt { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    [JsonPropertyName("r")]
    public bool IsReady { get; init; }

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static YouTubeCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new YouTubeCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static YouTubeCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, YouTubeCursorJson.Default.YouTubeCursor);

    public string Write() => JsonSerializer.Serialize(this, YouTubeCursorJson.Default.YouTubeCursor);

    public YouTubeCursor StartAgain() => new() { Hash = Hash };

    public YouTubeCursor Uploaded(string videoId, DateTimeOffset now) =>
        new()
        {
            Hash = Hash,
            VideoId = videoId,
            UploadedAt = now.ToUnixTimeSeconds(),
        };
}
