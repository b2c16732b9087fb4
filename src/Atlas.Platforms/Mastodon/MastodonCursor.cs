using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.Mastodon;

/// <summary>How far a status has come. Times are those of our clock, in whole seconds since 1970.</summary>
internal sealed record MastodonCursor
{
    /// <summary>A server drops files that no status uses after a day.</summary>
    public static readonly TimeSpan MediaLife = TimeSpan.FromHours(20);

    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>Sent with the status: for an hour a server answers a repeat with the status that it made first.</summary>
    [JsonPropertyName("k")]
    public string? Key { get; init; }

    /// <summary>Uploaded files in their order.</summary>
    [JsonPropertyName("m")]
    public IReadOnlyList<string>? Media { get; init; }

    /// <summary>Whether the last file is still being processed.</summary>
    [JsonPropertyName("w")]
    public bool Waits { get; init; }

    [JsonPropertyName("o")]
    public long StartedAt { get; init; }

    [JsonPropertyName("s")]
    public long UploadedAt { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    [JsonPropertyName("r")]
    public bool IsReady { get; init; }

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static MastodonCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return
            json is not null
            && JsonSerializer.Deserialize(json, MastodonCursorJson.Default.MastodonCursor) is { } cursor
            && cursor.Hash == hash
            ? cursor
            : new MastodonCursor { Hash = hash };
    }

    public string Write() => JsonSerializer.Serialize(this, MastodonCursorJson.Default.MastodonCursor);
}
