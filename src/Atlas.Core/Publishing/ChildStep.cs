using System.Text.Json.Serialization;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// What follows a live post, such as its first comment. It has a row of its own, so that its failure can't change what is
/// true of the post.
/// </summary>
[StoredData(
    DataSubject.Workspace,
    "What follows a live post, and what became of it.",
    "As long as its publication.",
    "With its publication or with the workspace."
)]
public sealed record ChildStep
{
    public const string FirstComment = "firstComment";

    public required Id<Publication> PublicationId { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    /// <summary><c>firstComment</c>.</summary>
    public required string Name { get; init; }

    public required ChildStepState State { get; init; }

    public int Attempts { get; init; }

    public Intent? Intent { get; init; }

    public PublicationFailure? Failure { get; init; }

    /// <summary>The network's id of what was made.</summary>
    public string? PlatformId { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    [JsonIgnore]
    public bool IsSettled => State is ChildStepState.Done or ChildStepState.Failed;
}

[JsonConverter(typeof(JsonStringEnumConverter<ChildStepState>))]
public enum ChildStepState
{
    Pending,
    Unknown,
    Done,
    Failed,
}
