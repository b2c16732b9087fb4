using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>
/// The latest posts of a channel that keeps its posts apart. It is written in the batch of each claim, so that two claims at
/// once can't both find the place free.
/// </summary>
[StoredData(
    DataSubject.Workspace,
    "When a channel has published last, so that its posts keep their distance.",
    "Until the next post of the day after.",
    "With the workspace, or when the channel's spacing is taken away."
)]
public sealed record ChannelPace(IReadOnlyList<PacedPost> Posts);

/// <param name="LiveAt">Null where the claim's outcome was not known when the row was written.</param>
public sealed record PacedPost(Id<Publication> PublicationId, DateTimeOffset ClaimedAt, DateTimeOffset? LiveAt);
