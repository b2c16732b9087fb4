using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>How far a post has come. Times are those of our clock, in whole seconds since 1970.</summary>
internal sealed record InstagramCursor
{
    /// <summary>Instagram's own limit is 24 h; the rest is for a slow publish and for clocks.</summary>
    public static readonly TimeSpan ContainerLife = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(30);

    /// <summary>Start of the hash of the content that the containers were made from.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>Containers of a carousel's items so far, in their order.</summary>
    [JsonPropertyName("i")]
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>How many of <see cref="Items"/> are known to be finished, from the first.</summary>
    [JsonPropertyName("f")]
    public int FinishedItems { get; init; }

    [JsonPropertyName("c")]
    public string? Container { get; init; }

    /// <summary>Where the newest container's video goes; null where nothing is to be sent. No credential: the call needs the token too.</summary>
    [JsonPropertyName("u")]
    public string? Upload { get; init; }

    /// <summary>A call with its bytes broke off: Instagram knows how many have arrived.</summary>
    [JsonPropertyName("b")]
    public bool BrokeOff { get; init; }

    [JsonPropertyName("r")]
    public bool IsReady { get; init; }

    /// <summary>When the oldest container was made.</summary>
    [JsonPropertyName("o")]
    public long OldestAt { get; init; }

    /// <summary>When the newest container was made: waiting for it is bounded from here.</summary>
    [JsonPropertyName("s")]
    public long NewestAt { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    /// <summary>How often Instagram threw a container away.</summary>
    [JsonPropertyName("x")]
    public int Restarts { get; init; }

    [JsonIgnore]
    public DateTimeOffset ValidUntil => DateTimeOffset.FromUnixTimeSeconds(OldestAt) + ContainerLife;

    [JsonIgnore]
    public bool HasContainer => OldestAt != 0;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static InstagramCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new InstagramCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static InstagramCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, InstagramJson.Default.InstagramCursor);

    public string Write() => JsonSerializer.Serialize(this, InstagramJson.Default.InstagramCursor);

    public bool IsExpired(DateTimeOffset now) => HasContainer && now >= ValidUntil;

    public GraphResume Resume() => new(Write(), StartAgain().Write(), Restarts);

    public InstagramCursor StartAgain() => new() { Hash = Hash, Restarts = Restarts + 1 };

    public InstagramCursor WithItem(string id, DateTimeOffset now) => Made(now) with { Items = [.. Items ?? [], id] };

    public InstagramCursor WithContainer(string id, DateTimeOffset now) => Made(now) with { Container = id };

    private InstagramCursor Made(DateTimeOffset now) =>
        this with
        {
            OldestAt = HasContainer ? OldestAt : now.ToUnixTimeSeconds(),
            NewestAt = now.ToUnixTimeSeconds(),
            Polls = 0,
        };
}
