using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>A file that comes in pieces. How far it has come is not here: the store of the bytes knows it.</summary>
[StoredData(
    DataSubject.Workspace,
    "To take a file in pieces and go on where it broke off.",
    "25 hours.",
    "By an hourly purge, the bytes with it where they became no asset.",
    Exported = false
)]
public sealed record MediaUpload
{
    /// <summary>Also the id of the asset that it becomes, unless the workspace has the same bytes already.</summary>
    public required Id<MediaAsset> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required MediaDetails Details { get; init; }

    public required long SizeBytes { get; init; }

    public required string StoredAs { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it became, once all of it is there.</summary>
    public Id<MediaAsset>? MediaId { get; init; }

    /// <summary>Whether it was given up or refused: set before its bytes are deleted, so that nothing can become of it meanwhile.</summary>
    public bool IsDiscarded { get; init; }
}

/// <summary>Which asset of the workspace has the bytes with a hash.</summary>
[StoredData(
    DataSubject.Workspace,
    "To find a file that the workspace has already.",
    "As long as its asset.",
    "With its asset.",
    Exported = false
)]
public sealed record MediaHashOwner(Id<MediaAsset> MediaId);
