using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Threads;

/// <summary>How far a post or a reply has come. Times are those of our clock, in whole seconds since 1970.</summary>
internal sealed record ThreadsCursor
{
    /// <summary>Threads' own limit is 24 h; the rest is for a slow publish and for clocks.</summary>
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

    /// <summary>How often the publish call did not find a finished container.</summary>
    [JsonPropertyName("l")]
    public int Lags { get; init; }

    /// <summary>How often Threads threw a container away.</summary>
    [JsonPropertyName("x")]
    public int Restarts { get; init; }

    [JsonIgnore]
    public DateTimeOffset ValidUntil => DateTimeOffset.FromUnixTimeSeconds(OldestAt) + ContainerLife;

    [JsonIgnore]
    public bool HasContainer => OldestAt != 0;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static ThreadsCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new ThreadsCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static ThreadsCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, ThreadsJson.Default.ThreadsCursor);

    public string Write() => JsonSerializer.Serialize(this, ThreadsJson.Default.ThreadsCursor);

    public bool IsExpired(DateTimeOffset now) => HasContainer && now >= ValidUntil;

    public GraphResume Resume() => new(Write(), StartAgain().Write(), Restarts);

    public ThreadsCursor StartAgain() => new() { Hash = Hash, Restarts = Restarts + 1 };

    public ThreadsCursor WithItem(string id, DateTimeOffset now) => Made(now) with { Items = [.. Items ?? [], id] };

    public ThreadsCursor WithContainer(string id, DateTimeOffset now) => Made(now) with { Container = id };

    private ThreadsCursor Made(DateTimeOffset now) =>
        this with
        {
            OldestAt = HasContainer ? OldestAt : now.ToUnixTimeSeconds(),
            NewestAt = now.ToUnixTimeSeconds(),
            Polls = 0,
        };
}
