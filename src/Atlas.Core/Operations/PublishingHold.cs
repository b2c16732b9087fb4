using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Operations;

/// <summary>
/// Asked before anything becomes visible: whether operators hold it. What they hold is kept in memory for a few seconds, so
/// that a post costs no read of its own, and a pause holds everywhere within that time.
/// </summary>
public sealed class PublishingHold(IRowStore rows, TimeProvider time)
{
    /// <summary>
    /// How long another instance may not know of a switch yet: while one run reads the switches anew, the others go by what was
    /// read before, if it is no older than this.
    /// </summary>
    public static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private Known? _known;
    private int _reading;
    private int _version;

    public ValueTask<Switches> ReadAsync(CancellationToken cancellationToken) =>
        Recall(s_fresh) is { } known ? ValueTask.FromResult(known) : RefreshAsync(cancellationToken);

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

    /// <summary>After a switch was set here. What is being read at that moment may not have it yet, and is not kept either.</summary>
    internal void Forget() => Interlocked.Increment(ref _version);

    private Switches? Recall(TimeSpan noOlderThan) =>
        Volatile.Read(ref _known) is { } known
        && known.Version == Volatile.Read(ref _version)
        && time.GetElapsedTime(known.ReadAt) < noOlderThan
            ? known.Switches
            : null;

    private async ValueTask<Switches> RefreshAsync(CancellationToken cancellationToken)
    {
        var alone = Interlocked.Exchange(ref _reading, 1) == 0;
        try
        {
            if (!alone && Recall(KnownWithin) is { } older)
            {
                return older;
            }

            var version = Volatile.Read(ref _version);
            var readAt = time.GetTimestamp();
            var page = await rows.ReadRangeAsync(
                SystemKeys.Operations,
                RowRange.StartingWith(OperatorSwitch.Prefix),
                RowLimits.MaxPage,
                cancellationToken
            );
            var known = new Known(Switches.Of(page.Rows), readAt, version);
            Volatile.Write(ref _known, known);
            return known.Switches;
        }
        finally
        {
            if (alone)
            {
                Volatile.Write(ref _reading, 0);
            }
        }
    }

    private sealed record Known(Switches Switches, long ReadAt, int Version);
}
