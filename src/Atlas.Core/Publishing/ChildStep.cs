using System.Globalization;
using System.Text.Json.Serialization;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
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

    /// <summary>Takes the live post, and what was made under it by us, off the network.</summary>
    public const string Delete = "delete";

    private const string EditStart = "edit";

    /// <summary>The name of a thread's part: the second post of the thread is number 2.</summary>
    public static string Part(int number) => string.Create(CultureInfo.InvariantCulture, $"part{number:00}");

    /// <summary>The name of the change that is the <paramref name="number"/>th to a live post, from 1.</summary>
    public static string Edit(int number) => string.Create(CultureInfo.InvariantCulture, $"{EditStart}{number:0000}");

    /// <returns>The part's place in <see cref="Posts.PostContent.Thread"/>; null where <paramref name="name"/> is no part's.</returns>
    public static int? PartIndex(string name) =>
        name is ['p', 'a', 'r', 't', .. var number]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n - 2
            : null;

    public required Id<Publication> PublicationId { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    /// <summary><see cref="FirstComment"/>, a <see cref="Part"/>, or a name of the network's own.</summary>
    public required string Name { get; init; }

    /// <summary>Its place among its post's steps.</summary>
    public int Order { get; init; }

    /// <summary>The step that must be done before it begins.</summary>
    public string? After { get; init; }

    /// <summary>The publisher's own progress.</summary>
    public string? Cursor { get; init; }

    public required ChildStepState State { get; init; }

    public int Attempts { get; init; }

    public Intent? Intent { get; init; }

    public PublicationFailure? Failure { get; init; }

    /// <summary>The last call to the network for it.</summary>
    public PlatformCall? Call { get; init; }

    /// <summary>The network's id of what was made.</summary>
    public string? PlatformId { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>As a publication's: the restore after which the network has been asked whether it is there.</summary>
    public DateTimeOffset? AskedAfterRestore { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Of a change of the live post: when a person asked for it.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Of an edit: what the live post becomes.</summary>
    public PostContent? Content { get; init; }

    [JsonIgnore]
    public bool IsLiveChange => Name == Delete || Name.StartsWith(EditStart, StringComparison.Ordinal);

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
