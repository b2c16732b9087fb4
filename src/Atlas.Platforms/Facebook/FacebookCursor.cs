using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>How far a post has come. Times are those of our clock, in whole seconds since 1970.</summary>
internal sealed record FacebookCursor
{
    /// <summary>How long unpublished photos and unfinished uploads are kept is not documented; a day is what other publishers see.</summary>
    public static readonly TimeSpan PreparedLife = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(30);

    /// <summary>Start of the hash of the content that this was made from.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>Unpublished photos so far, in their order.</summary>
    [JsonPropertyName("p")]
    public IReadOnlyList<string>? Photos { get; init; }

    /// <summary>The video's id, which a start phase gives before anything is visible.</summary>
    [JsonPropertyName("v")]
    public string? Video { get; init; }

    /// <summary>Of a feed video's upload.</summary>
    [JsonPropertyName("s")]
    public string? Session { get; init; }

    /// <summary>Where a reel's or story's bytes go. No credential: the call needs the Page's token too.</summary>
    [JsonPropertyName("u")]
    public string? UploadUrl { get; init; }

    /// <summary>The range of bytes that is wanted next.</summary>
    [JsonPropertyName("b")]
    public long From { get; init; }

    [JsonPropertyName("e")]
    public long To { get; init; }

    /// <summary>All bytes were sent, or their address given.</summary>
    [JsonPropertyName("d")]
    public bool IsSent { get; init; }

    [JsonPropertyName("r")]
    public bool IsReady { get; init; }

    /// <summary>When the oldest part was made.</summary>
    [JsonPropertyName("o")]
    public long OldestAt { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    /// <summary>How often Facebook threw away what was prepared.</summary>
    [JsonPropertyName("x")]
    public int Restarts { get; init; }

    [JsonIgnore]
    public DateTimeOffset ValidUntil => DateTimeOffset.FromUnixTimeSeconds(OldestAt) + PreparedLife;

    [JsonIgnore]
    public bool HasPrepared => OldestAt != 0;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static FacebookCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new FacebookCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static FacebookCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, FacebookJson.Default.FacebookCursor);

    public string Write() => JsonSerializer.Serialize(this, FacebookJson.Default.FacebookCursor);

    public GraphResume Resume() => new(Write(), StartAgain().Write(), Restarts);

    public FacebookCursor StartAgain() => new() { Hash = Hash, Restarts = Restarts + 1 };

    public bool IsExpired(DateTimeOffset now) => HasPrepared && now >= ValidUntil;

    public FacebookCursor WithPhoto(string id, DateTimeOffset now) => Made(now) with { Photos = [.. Photos ?? [], id] };

    public FacebookCursor Made(DateTimeOffset now) => this with { OldestAt = HasPrepared ? OldestAt : now.ToUnixTimeSeconds() };
}
