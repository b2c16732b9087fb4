using Atlas.Core.Publishing;

namespace Atlas.Core.Operations;

/// <summary>
/// Asked before anything becomes visible: whether operators hold it. What they hold is kept in memory for a few seconds, so
/// that a post costs no read of its own, and a pause holds everywhere within that time.
/// </summary>
public sealed class PublishingHold(StandingNotices notices, TimeProvider time)
{
    public async ValueTask<Switches> ReadAsync(CancellationToken cancellationToken) =>
        (await notices.ReadAsync(cancellationToken)).Switches;

    /// <summary>
    /// What becomes of <paramref name="publication"/> by what operators hold: it waits, goes on waiting, or leaves its wait.
    /// Null where nothing stands in its way; the same publication where it waits already.
    /// </summary>
    public async ValueTask<Publication?> HoldAsync(Publication publication, CancellationToken cancellationToken)
    {
        var words = (await ReadAsync(cancellationToken)).WordsFor(publication);
        var waits = publication.Waiting is { Reason: WaitReason.Paused };
        return words is null
            ? waits
                ? publication.GoOn("resumed", "The operators let publishing go on.", time.GetUtcNow())
                : null
            : publication.IsParked || waits && publication.Waiting!.Message == words
                ? publication
                : publication.WaitFor(WaitReason.Paused, words, until: null, time.GetUtcNow());
    }

    public async ValueTask<bool> HoldsAsync(Publication publication, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).WordsFor(publication) is not null;

    /// <summary>The same for a step that follows a live post.</summary>
    /// <param name="isAskedFor">Whether a person asks for it now: while publishing is paused that may be the removal of what it is paused for.</param>
    public async ValueTask<bool> HoldsStepAsync(Publication publication, bool isAskedFor, CancellationToken cancellationToken) =>
        isAskedFor ? await IsDrainingAsync(cancellationToken) : await HoldsAsync(publication, cancellationToken);

    public async ValueTask<bool> IsDrainingAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Drain is not null;

    /// <summary>After a switch was set here.</summary>
    internal void Forget() => notices.Forget();
}
