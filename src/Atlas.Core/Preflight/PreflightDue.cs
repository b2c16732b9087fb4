using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Preflight;

/// <summary>
/// Looks once at everything that is due within the hour, so that a person has time to mend it. Writes only where something is
/// wrong; what is fine costs reads.
/// </summary>
public sealed partial class PreflightDue(
    DueIndex dueIndex,
    PublicationStore publications,
    PublicationLedger ledger,
    PreflightPublication preflight,
    TimeProvider time,
    ILogger<PreflightDue> logger
)
{
    private const int PageSize = 200;

    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(1);

    /// <summary>Later than this nobody could do anything about it, and claiming checks again.</summary>
    private static readonly TimeSpan s_tooLate = TimeSpan.FromMinutes(2);

    /// <summary>Up to where this process has looked.</summary>
    private DateTimeOffset _looked;

    /// <returns>How many had something to say.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = _looked > now + s_tooLate ? _looked : now + s_tooLate;
        var until = now + s_ahead;
        var concerns = 0;
        for (var day = from.UtcDateTime.Date; day <= until.UtcDateTime.Date; day = day.AddDays(1))
        {
            for (var shard = 0; shard < SystemKeys.DueShards; shard++)
            {
                concerns += await LookAsync(new DateTimeOffset(day, TimeSpan.Zero), shard, from, until, cancellationToken);
            }
        }

        _looked = until;
        return concerns;
    }

    private async Task<int> LookAsync(
        DateTimeOffset day,
        int shard,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var concerns = 0;
        DueEntry? last = new DueEntry(from, default, default);
        bool more;
        do
        {
            (var entries, more) = await dueIndex.ReadAsync(day, shard, until, last, PageSize, cancellationToken);
            foreach (var entry in entries)
            {
                last = entry;
                try
                {
                    concerns += await CheckAsync(entry, cancellationToken) ? 1 : 0;
                }
                catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // one bad entry doesn't stop the rest
                {
                    Log.NotChecked(logger, entry.PublicationId.ToString(), ex);
                }
            }
        } while (more);

        return concerns;
    }

    private async Task<bool> CheckAsync(DueEntry entry, CancellationToken cancellationToken)
    {
        var current = await publications.ReadAsync(entry.WorkspaceId, entry.PublicationId, cancellationToken);
        if (
            current?.Value
                is not { State: PublicationState.Scheduled or PublicationState.Preparing or PublicationState.Ready } due
            || SortableTime.Format(due.DueAt ?? default) != SortableTime.Format(entry.At)
        )
        {
            return false;
        }

        var findings = await preflight.CheckAsync(due, cancellationToken);
        if (findings.Count == 0)
        {
            return false;
        }

        // Whoever moves the row meanwhile goes first: the concern is worth less than the post.
        var errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        var worst = findings.MinBy(finding => finding.Severity)!;
        var entryText = errors > 0 ? $"It would not go out: {worst.Message}" : worst.Message;
        await ledger.TryReplaceAsync(
            current,
            due.Log(new TimelineEntry(time.GetUtcNow(), "preflight", entryText)),
            cancellationToken
        );
        Log.Concern(logger, due.Id.ToString(), worst.Rule, errors);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Publication {PublicationId}, due within the hour, has a concern: {Rule} ({Errors} errors)."
        )]
        public static partial void Concern(ILogger logger, string publicationId, string rule, int errors);

        [LoggerMessage(LogLevel.Error, "Publication {PublicationId} could not be looked at ahead of its time.")]
        public static partial void NotChecked(ILogger logger, string publicationId, Exception exception);
    }
}
