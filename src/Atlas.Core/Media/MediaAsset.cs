using System.Text.Json.Serialization;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>One file of a workspace's library, with what was found in its bytes.</summary>
[StoredData(
    DataSubject.Workspace,
    "The library: what the workspace publishes. Pictures may show people.",
    "Until the workspace deletes it; temporary files some days after their last publication has settled.",
    "By its owner, by an hourly purge or with the workspace, the bytes with the row."
)]
public sealed record MediaAsset
{
    public required Id<MediaAsset> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string FileName { get; init; }

    /// <summary>By content, never by name: <c>image/jpeg</c>, <c>video/mp4</c>, …</summary>
    public required string ContentType { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>Lower-case hex of the bytes.</summary>
    public required string Sha256 { get; init; }

    public required MediaProbe Probe { get; init; }

    /// <summary>Where <see cref="IMediaStore"/> has the bytes.</summary>
    public required string StoredAs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Used where a post gives none of its own.</summary>
    public string? AltText { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public MediaRetention Retention { get; init; }

    /// <summary>When it is looked at next whether a temporary file can go; null for one that is kept.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Since when it is about to be deleted. From then on no post can take it up.</summary>
    public DateTimeOffset? LeavingSince { get; init; }

    public MediaPoster? Poster { get; init; }

    [JsonIgnore]
    public MediaKind Kind => Probe.Kind;
}
