using Atlas.Core.Clocks;
using Atlas.Core.Media;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Asked wherever something is about to go out: whether the clock is right, operators hold it, a network's limit has been met, the
/// network can fetch its files, and the channel keeps its distance. Every answer is null, which lets it pass, or says why and how long it waits.
/// </summary>
public sealed class PublishingGate(
    ClockWatch clock,
    PublishingHold hold,
    NetworkLimits limits,
    IMediaReach reach,
    ChannelPacing pacing,
    PlatformPublishers publishers,
    IOptions<PublishingOptions> settings,
    TimeProvider time
)
{
    /// <summary>How often a step that operators hold is looked at: nothing wakes it.</summary>
    private static readonly TimeSpan s_heldCheck = TimeSpan.FromMinutes(1);

    /// <summary>Before anything is done for it, and again before each call that followers may see or that happens once.</summary>
    internal async ValueTask<GateWait?> AskAsync(Publication publication, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= publication.DueAt && clock.Problem is { } off)
        {
            return ForClock(off, now);
        }

        // The sweep wakes it when it may go on.
        return (await hold.ReadAsync(cancellationToken)).WordsFor(publication) is { } words
            ? new GateWait(WaitReason.Paused, words, now + AdvancePublication.ReconnectCheck, Until: null)
            : null;
    }

    /// <summary>Before the first call for it.</summary>
    internal async ValueTask<GateWait?> AskAsync(Publication publication, PublishWork work, CancellationToken cancellationToken)
    {
        var publisher = publishers[publication.Platform];
        if (await limits.FindAsync(work, publisher, cancellationToken) is { } limit)
        {
            return GateWait.For(WaitReason.RateLimit, limit.Message, limits.Return(limit, publication.Id));
        }

        // Before the first container only: what was made has been fetched already.
        return
            (work.Cursor is null || publication.ReadyUntil <= time.GetUtcNow())
            && publisher.FetchesMedia(work.Draft)
            && await reach.CheckAsync(cancellationToken) is { Problem: { } problem } unreachable
            ? GateWait.For(
                WaitReason.MediaUnreachable,
                $"{publication.Platform} fetches the post's files, and can't reach them. {problem}",
                time.GetUtcNow() + unreachable.LookAgainIn
            )
            : null;
    }

    /// <summary>With the claim: what takes the publication's place among the channel's posts, or how long it has to wait for one.</summary>
    internal ValueTask<Place> TakePlaceAsync(
        Publication publication,
        PublishWork work,
        IPlatformPublisher publisher,
        CancellationToken cancellationToken
    ) => pacing.TakeAsync(publication, work, publisher, cancellationToken);

    /// <summary>Before anything is done for a step behind a live post. What may have been sent is settled in any case.</summary>
    internal async ValueTask<GateWait?> AskAsync(Publication live, ChildStep step, CancellationToken cancellationToken)
    {
        if (step.Intent is not null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (clock.Problem is { } off)
        {
            return ForClock(off, now);
        }

        // A person asks for a change now: while publishing is paused that may be the removal of what it is paused for.
        var switches = await hold.ReadAsync(cancellationToken);
        var words = step.IsLiveChange ? switches.Drain?.Reason : switches.WordsFor(live);
        return words is null ? null : new GateWait(WaitReason.Paused, words, now + s_heldCheck, Until: null);
    }

    /// <summary>Before the step's first call.</summary>
    internal async ValueTask<GateWait?> AskAsync(PublishWork work, CancellationToken cancellationToken) =>
        await limits.FindAsync(work, publisher: null, cancellationToken) is { } limit
            ? GateWait.For(WaitReason.RateLimit, limit.Message, limits.Return(limit, work.PublicationId))
            : null;

    private GateWait ForClock(string problem, DateTimeOffset now) =>
        new(WaitReason.Clock, problem, now + settings.Value.ClockRetry, Until: null);
}
