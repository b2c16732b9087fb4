using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

/// <summary>A tenant: an agency's client or a small company. Its id is the partition of all that belongs to it.</summary>
[StoredData(
    DataSubject.Workspace,
    "The tenant itself: its name and its time zone.",
    "As long as the workspace.",
    "With the workspace."
)]
public sealed record Workspace
{
    public required Id<Workspace> Id { get; init; }

    public required string Name { get; init; }

    /// <summary>IANA zone in which its local times are meant, such as <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
