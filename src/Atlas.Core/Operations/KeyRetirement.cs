using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>How far the walk has come that seals anew what earlier keys have sealed.</summary>
/// <param name="RotatedAt">Of the keys that it began with: after another rotation it begins again.</param>
/// <param name="Workspace">The one that is walked, or the last that was; null before the first.</param>
/// <param name="After">The last row of it that was looked at; null where it has been walked to its end.</param>
/// <param name="Unreadable">Rows that this release can't read: they may hold what an earlier key has sealed.</param>
[StoredData(
    DataSubject.Deployment,
    "To go on with the retirement of earlier data keys.",
    "Until they are purged.",
    "When they are purged.",
    Exported = false
)]
public sealed record KeyRetirement(
    DateTimeOffset RotatedAt,
    Id<Workspace>? Workspace = null,
    string? After = null,
    int Resealed = 0,
    int Unreadable = 0,
    bool WalkedToTheEnd = false
);
