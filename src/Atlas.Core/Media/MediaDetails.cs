using System.Text.Json.Serialization;

namespace Atlas.Core.Media;

/// <summary>What the sender says about a file, however it comes in.</summary>
public sealed record MediaDetails
{
    /// <summary>To show; never used as a path.</summary>
    public required string FileName { get; init; }

    /// <summary>As declared, or null. The bytes decide.</summary>
    public string? ContentType { get; init; }

    public string? AltText { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public MediaRetention Retention { get; init; }

    /// <summary>Whether bytes that the workspace has already become a second asset.</summary>
    public bool Copy { get; init; }

    /// <summary>Hex of what the bytes must have, or null where the sender doesn't say.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Tags as a query has them: with commas between them.</summary>
    public static IReadOnlyList<string> ReadTags(string text) =>
        MediaRules.Tidy(text.Split(',', StringSplitOptions.RemoveEmptyEntries));
}

[JsonConverter(typeof(CamelCaseEnumConverter<MediaRetention>))]
public enum MediaRetention
{
    /// <summary>Kept until somebody deletes it.</summary>
    Library,

    /// <summary>Deleted some days after the last publication that uses it has settled.</summary>
    Temporary,
}
