using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.Bluesky;

/// <summary>How far one post, or one reply of a thread, has come.</summary>
internal sealed record BlueskyCursor
{
    /// <summary>Start of the hash of the content that the files were uploaded for.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>The key that the record will have.</summary>
    [JsonPropertyName("r")]
    public string? RecordKey { get; init; }

    /// <summary>Who is mentioned, by handle. A handle that nobody has is left out, and stays plain text.</summary>
    [JsonPropertyName("m")]
    public IReadOnlyDictionary<string, string>? Mentions { get; init; }

    /// <summary>The post that is quoted, as it was when it was looked up.</summary>
    [JsonPropertyName("q")]
    public BlueskyReference? Quote { get; init; }

    /// <summary>Of the pictures so far, in their order; last the link card's.</summary>
    [JsonPropertyName("b")]
    public IReadOnlyList<JsonElement>? Blobs { get; init; }

    [JsonPropertyName("j")]
    public string? VideoJob { get; init; }

    [JsonPropertyName("v")]
    public JsonElement? Video { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    /// <summary>When the first file was uploaded, in seconds since 1970 by our clock.</summary>
    [JsonPropertyName("o")]
    public long UploadedAt { get; init; }

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static BlueskyCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new BlueskyCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static BlueskyCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, BlueskyJson.Default.BlueskyCursor);

    public string Write() => JsonSerializer.Serialize(this, BlueskyJson.Default.BlueskyCursor);

    public BlueskyCursor With(JsonElement blob, DateTimeOffset now) => Uploaded(now) with { Blobs = [.. Blobs ?? [], blob] };

    public BlueskyCursor Uploaded(DateTimeOffset now) =>
        this with
        {
            UploadedAt = UploadedAt == 0 ? now.ToUnixTimeSeconds() : UploadedAt,
        };
}

/// <summary>Names one version of a record.</summary>
internal sealed record BlueskyReference(
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("cid")] string Cid
);
