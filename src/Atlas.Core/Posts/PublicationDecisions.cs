using Atlas.Core.Publishing;

namespace Atlas.Core.Posts;

/// <summary>What a person's look at the network makes of a publication whose answer was lost: plain functions.</summary>
internal static class PublicationDecisions
{
    public static Publication FoundLive(
        this Publication publication,
        string platformPostId,
        string? permalink,
        DateTimeOffset now
    ) =>
        (
            publication with
            {
                State = PublicationState.Published,
                PlatformPostId = platformPostId,
                Permalink = permalink,
                PublishedAt = publication.Intent?.At ?? now,
                Lease = null,
                Intent = null,
                Waiting = null,
                Failure = null,
            }
        ).Log(new TimelineEntry(now, "published", "A person found it live.", Reason: WaitReason.Decision));

    public static Publication FoundNothing(this Publication publication, DateTimeOffset now) =>
        (
            publication with
            {
                State = PublicationState.Failed,
                Lease = null,
                Intent = null,
                Waiting = null,
                Failure = new PublicationFailure(
                    "transient",
                    "atlas.resolved.notPublished",
                    "A person saw that it did not go live.",
                    "Try it again or cancel it.",
                    Source: null,
                    now
                ),
            }
        ).Log(new TimelineEntry(now, "notPublished", "A person saw that it is not live.", Reason: WaitReason.Decision));
}
