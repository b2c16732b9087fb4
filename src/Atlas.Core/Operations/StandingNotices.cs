using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Operations;

/// <summary>
/// What stands in the way of publishing, whoever it is for: the switches of operators and the limits of networks. Their rows lie
/// side by side, so that one read tells all of it, every few seconds and only while something is published.
/// </summary>
public sealed class StandingNotices(IRowStore rows, TimeProvider time)
{
    /// <summary>
    /// How long another instance may not know of a notice yet: while one run reads them anew, the others go by what was
    /// read before, if it is no older than this.
    /// </summary>
    public static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private Known? _known;
    private int _reading;
    private int _version;

    internal ValueTask<Notices> ReadAsync(CancellationToken cancellationToken) => ReadAsync(s_fresh, cancellationToken);

    /// <param name="noOlderThan">What was read within that time is good enough.</param>
    internal ValueTask<Notices> ReadAsync(TimeSpan noOlderThan, CancellationToken cancellationToken) =>
        Recall(noOlderThan) is { } known ? ValueTask.FromResult(known) : RefreshAsync(cancellationToken);

    /// <summary>After one was set here. What is being read at that moment may not have it yet, and is not kept either.</summary>
    internal void Forget() => Interlocked.Increment(ref _version);

    private Notices? Recall(TimeSpan noOlderThan) =>
        Volatile.Read(ref _known) is { } known
        && known.Version == Volatile.Read(ref _version)
        && time.GetElapsedTime(known.ReadAt) < noOlderThan
            ? known.Notices
            : null;

    private async ValueTask<Notices> RefreshAsync(CancellationToken cancellationToken)
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
            var known = new Known(await ReadAllAsync(cancellationToken), readAt, version);
            Volatile.Write(ref _known, known);
            return known.Notices;
        }
        finally
        {
            if (alone)
            {
                Volatile.Write(ref _reading, 0);
            }
        }
    }

    private async Task<Notices> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<Row> limits = [];
        List<Row> switches = [];
        var range = new RowRange(NetworkLimitStore.Prefix, RowRange.StartingWith(OperatorSwitch.Prefix).Before);
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(SystemKeys.Operations, range, RowLimits.MaxPage, cancellationToken);
            foreach (var row in page.Rows)
            {
                (row.Key.StartsWith(OperatorSwitch.Prefix, StringComparison.Ordinal) ? switches : limits).Add(row);
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);

        return new Notices(Switches.Of(switches), limits);
    }

    private sealed record Known(Notices Notices, long ReadAt, int Version);
}

/// <param name="Limits">The rows of <see cref="NetworkLimit"/>s.</param>
internal sealed record Notices(Switches Switches, IReadOnlyList<Row> Limits);
