using Atlas.Core.Media;
using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>
/// What a publication waits for before any call is made for it: a limit that another has met, and addresses that the network
/// can fetch. Neither is a refusal, so no attempt is used up.
/// </summary>
public sealed class PublicationGate(NetworkLimits limits, IMediaReach reach, PlatformPublishers publishers, TimeProvider time)
{
    /// <returns>The publication as it waits; null where the way is open.</returns>
    internal async ValueTask<Publication?> HoldAsync(
        Publication publication,
        PublishWork work,
        CancellationToken cancellationToken
    )
    {
        var publisher = publishers[publication.Platform];
        if (await limits.FindAsync(work, publisher, cancellationToken) is { } limit)
        {
            return publication.HoldFor(
                WaitReason.RateLimit,
                limit.Message,
                limits.Return(limit, publication.Id),
                time.GetUtcNow()
            );
        }

        // Before the first container only: what was made has been fetched already.
        if (
            (work.Cursor is null || publication.ReadyUntil <= time.GetUtcNow())
            && publisher.FetchesMedia(work.Draft)
            && await reach.CheckAsync(cancellationToken) is { Problem: { } problem } unreachable
        )
        {
            return publication.HoldFor(
                WaitReason.MediaUnreachable,
                $"{publication.Platform} fetches the post's files, and can't reach them. {problem}",
                time.GetUtcNow() + unreachable.LookAgainIn,
                time.GetUtcNow()
            );
        }

        return null;
    }
}
