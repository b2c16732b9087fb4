using Atlas.Core.Storage;

namespace Atlas.Core.Scheduling;

/// <summary>How far the schedules have been computed again by an edition of the zone rules.</summary>
/// <param name="Workspace">The one it is at, by its row's key; null before the first.</param>
/// <param name="Position">Behind which key of that workspace's list it goes on; null for its beginning.</param>
[StoredData(
    DataSubject.Deployment,
    "To compute due instants again, once, when the rules of a time zone change.",
    "One row, until the next edition of the rules.",
    "With the deployment.",
    Exported = false
)]
public sealed record ZoneRenewal(string Version, string? Workspace, string? Position, int Changed, bool IsDone);
