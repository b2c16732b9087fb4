using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.LinkedIn;

/// <summary>How far a post has come. Times are those of our clock, in whole seconds since 1970.</summary>
internal sealed record LinkedInCursor
{
    /// <summary>Start of the hash of the content that the media were uploaded for.</summary>
    [JsonPropertyName("h")]
    public required string Hash { get; init; }

    /// <summary>When work on the post began: an identical post that is older is not ours.</summary>
    [JsonPropertyName("b")]
    public long BegunAt { get; init; }

    /// <summary>URNs of uploaded files, in the order of <see cref="LinkedInUploads.Files"/>.</summary>
    [JsonPropertyName("m")]
    public IReadOnlyList<string>? Uploaded { get; init; }

    /// <summary>The file that is being uploaded.</summary>
    [JsonPropertyName("u")]
    public LinkedInUpload? Upload { get; init; }

    /// <summary>How many of <see cref="Uploaded"/> LinkedIn has finished with, from the first.</summary>
    [JsonPropertyName("f")]
    public int Finished { get; init; }

    /// <summary>When the first file was uploaded.</summary>
    [JsonPropertyName("o")]
    public long OldestAt { get; init; }

    /// <summary>When the last file was uploaded: waiting for it is bounded from here.</summary>
    [JsonPropertyName("s")]
    public long NewestAt { get; init; }

    [JsonPropertyName("n")]
    public int Polls { get; init; }

    /// <summary>How often what was uploaded had to be thrown away.</summary>
    [JsonPropertyName("x")]
    public int Restarts { get; init; }

    [JsonIgnore]
    public bool HasBegun => BegunAt != 0;

    [JsonIgnore]
    public DateTimeOffset Begun => DateTimeOffset.FromUnixTimeSeconds(BegunAt);

    [JsonIgnore]
    public int Files => Uploaded?.Count ?? 0;

    /// <summary>The cursor of work, or a fresh one where there is none or the content has changed since.</summary>
    public static LinkedInCursor Read(string? json, string contentHash)
    {
        var hash = contentHash.Length > 16 ? contentHash[..16] : contentHash;
        return ReadAny(json) is { } cursor && cursor.Hash == hash ? cursor : new LinkedInCursor { Hash = hash };
    }

    /// <summary>Whatever content it was made for.</summary>
    public static LinkedInCursor? ReadAny(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, LinkedInJson.Default.LinkedInCursor);

    public string Write() => JsonSerializer.Serialize(this, LinkedInJson.Default.LinkedInCursor);

    public bool IsExpired(DateTimeOffset now, TimeSpan life) =>
        OldestAt != 0 && now >= DateTimeOffset.FromUnixTimeSeconds(OldestAt) + life;

    /// <summary>Forgets what was uploaded; when the work began stays.</summary>
    public LinkedInCursor StartAgain() =>
        new()
        {
            Hash = Hash,
            BegunAt = BegunAt,
            Restarts = Restarts + 1,
        };

    public LinkedInCursor WithFile(string urn, DateTimeOffset now) =>
        this with
        {
            Uploaded = [.. Uploaded ?? [], urn],
            Upload = null,
            OldestAt = OldestAt == 0 ? now.ToUnixTimeSeconds() : OldestAt,
            NewestAt = now.ToUnixTimeSeconds(),
            Polls = 0,
        };
}

/// <summary>One file on its way.</summary>
internal sealed record LinkedInUpload
{
    [JsonPropertyName("i")]
    public required string Urn { get; init; }

    /// <summary>Addresses of the parts and, behind them, of the thumbnail and of the captions where there are: see <see cref="UploadSeal"/>.</summary>
    [JsonPropertyName("a")]
    public required string Addresses { get; init; }

    /// <summary>First bytes of a video's parts, and its length behind them; null for a file that goes in one piece.</summary>
    [JsonPropertyName("r")]
    public IReadOnlyList<long>? Ranges { get; init; }

    [JsonPropertyName("t")]
    public string? Token { get; init; }

    /// <summary>What LinkedIn answered to each part that is there.</summary>
    [JsonPropertyName("e")]
    public IReadOnlyList<string>? ETags { get; init; }

    [JsonPropertyName("c")]
    public bool HasThumbnail { get; init; }

    [JsonPropertyName("d")]
    public bool ThumbnailDone { get; init; }

    [JsonPropertyName("k")]
    public bool HasCaptions { get; init; }

    [JsonPropertyName("l")]
    public bool CaptionsDone { get; init; }

    [JsonIgnore]
    public int PartsDone => ETags?.Count ?? 0;

    [JsonIgnore]
    public bool PartsAreDone => Ranges is { } ranges && PartsDone >= ranges.Count - 1;
}
