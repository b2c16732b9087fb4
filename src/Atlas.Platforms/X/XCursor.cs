using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.X;

/// <summary>How far a post, or a further part of a thread, has come. Media ids are no secrets: they need the token as well.</summary>
internal sealed record XCursor
{
    /// <summary>Start of the hash of the content that the media were uploaded for.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>When work on the post began, in seconds since 1970: an identical post that is older is not ours.</summary>
    [JsonPropertyName("b")]
    public long BegunAt { get; init; }

    /// <summary>Media that are ready, in their order.</summary>
    [JsonPropertyName("m")]
    public IReadOnlyList<string>? Media { get; init; }

    /// <summary>The upload that is under way.</summary>
    [JsonPropertyName("u")]
    public string? Upload { get; init; }

    /// <summary>Segments of it that are there.</summary>
    [JsonPropertyName("n")]
    public int Segments { get; init; }

    [JsonPropertyName("s")]
    public XUploadState State { get; init; }

    /// <summary>When the first upload began.</summary>
    [JsonPropertyName("o")]
    public long OldestAt { get; init; }

    /// <summary>When the current upload was finished: waiting for it is bounded from here.</summary>
    [JsonPropertyName("w")]
    public long WaitingAt { get; init; }

    /// <summary>How often what was uploaded had to be thrown away.</summary>
    [JsonPropertyName("x")]
    public int Restarts { get; init; }

    [JsonIgnore]
    public bool HasBegun => BegunAt != 0;

    [JsonIgnore]
    public DateTimeOffset Begun => DateTimeOffset.FromUnixTimeSeconds(BegunAt);

    [JsonIgnore]
    public int Files => Media?.Count ?? 0;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static XCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new XCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static XCursor? ReadAny(string? json) => json is null ? null : JsonSerializer.Deserialize(json, XJson.Default.XCursor);

    public string Write() => JsonSerializer.Serialize(this, XJson.Default.XCursor);

    public bool IsExpired(DateTimeOffset now, TimeSpan life) =>
        OldestAt != 0 && now >= DateTimeOffset.FromUnixTimeSeconds(OldestAt) + life;

    /// <summary>Forgets what was uploaded; when the work began stays.</summary>
    public XCursor StartAgain() =>
        new()
        {
            Hash = Hash,
            BegunAt = BegunAt,
            Restarts = Restarts + 1,
        };

    /// <summary>The current upload is ready for the post.</summary>
    public XCursor WithMedia() =>
        this with
        {
            Media = [.. Media ?? [], Upload!],
            Upload = null,
            Segments = 0,
            State = XUploadState.Appending,
            WaitingAt = 0,
        };
}

internal enum XUploadState
{
    Appending,

    /// <summary>Finalized: X works on it.</summary>
    Processing,

    /// <summary>X is done with it; its alternative text is missing.</summary>
    Describing,
}
