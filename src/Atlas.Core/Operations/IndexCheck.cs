using System.Text.Json.Serialization;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>A walk over the rows of one workspace or of all, that sees whether the rows that lead to others do. It goes on where it was.</summary>
[StoredData(
    DataSubject.Deployment,
    "To go on with a check of indexes and to tell what it found.",
    "30 days.",
    "When a later check starts.",
    Exported = false
)]
public sealed record IndexCheck
{
    internal const string Prefix = "check:";

    public required Id<IndexCheck> Id { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool Repair { get; init; }

    /// <summary>Null for all.</summary>
    public Id<Workspace>? WorkspaceId { get; init; }

    /// <summary>The workspace that is being walked; the last one before the first.</summary>
    public Id<Workspace>? Current { get; init; }

    /// <summary>Which of <see cref="WorkspaceIndexes.Ranges"/> is walked; null between two workspaces.</summary>
    public int? Range { get; init; }

    /// <summary>The last row that was looked at.</summary>
    public string? After { get; init; }

    public int Workspaces { get; init; }

    public int Rows { get; init; }

    public int Found { get; init; }

    public int Repaired { get; init; }

    /// <summary>The first of what was found.</summary>
    public IReadOnlyList<IndexFinding> Findings { get; init; } = [];

    [JsonIgnore]
    internal string Key => KeyOf(Id);

    internal static string KeyOf(Id<IndexCheck> id) => $"{Prefix}{id}";
}

/// <param name="Kind">Stable: <c>index.missing</c>, <c>index.stray</c>, <c>due.missing</c>, <c>live.missing</c>, <c>live.otherOwner</c>, <c>account.missing</c>, <c>account.stray</c>, <c>lookup.missing</c>, <c>row.unreadable</c>.</param>
/// <param name="Row">The row that is there and shouldn't be, or isn't there and should.</param>
/// <param name="Repaired">Null where it was not to be repaired, or where a person has to decide.</param>
[StoredData(
    DataSubject.Deployment,
    "To tell what a check of indexes found.",
    "As long as the check.",
    "With the check.",
    Exported = false
)]
public sealed record IndexFinding(Id<Workspace> WorkspaceId, string Kind, string Row, string Message, bool? Repaired);
