using Atlas.Core.Alerts;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>Looks at what an entry of the due index leads to, and starts or wakes its orchestration where the ledger says that it has to go on.</summary>
public sealed partial class DueCarrier(
    PublicationStore publications,
    ChildStepStore childSteps,
    PlatformPublishers publishers,
    OverdueWatch overdue,
    PublishingGate gate,
    IOptions<PublishingOptions> settings,
    TimeProvider time,
    ILogger<DueCarrier> logger
)
{
    /// <summary>Overdue by so much without any visible reason: its orchestration is gone, or sleeps through its time.</summary>
    private static readonly TimeSpan s_leftBehind = TimeSpan.FromSeconds(90);

    /// <summary>
    /// What was started and waits for its time needs no look every minute: an edit writes its entry again, which makes it another
    /// one. An orchestration that is lost meanwhile is still noticed well before its time.
    /// </summary>
    private static readonly TimeSpan s_asleepFor = TimeSpan.FromMinutes(10);

    internal SweepMemory Memory { get; } = new(time);

    /// <summary>From then on a publication that isn't live is looked at every minute.</summary>
    private TimeSpan PastDue => settings.Value.Grace < s_leftBehind ? settings.Value.Grace : s_leftBehind;

    /// <returns>The entry, where it has been a stray for long enough to go.</returns>
    internal async Task<DueEntry?> LookAsync(DueEntry entry, SweepRound sweep, CancellationToken cancellationToken)
    {
        if (sweep.Passes(entry.WorkspaceId) || Memory.IsAsleep(entry))
        {
            return null;
        }

        sweep.AddLooked();
        try
        {
            if (await CarryAsync(entry, sweep, cancellationToken))
            {
                Memory.NoStray(entry);
            }
            else if (Memory.IsLongCarried(entry) || Memory.IsLongStray(entry))
            {
                return entry;
            }
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // one bad entry doesn't stop the rest
        {
            sweep.AddFailed();
            Log.EntryFaulted(logger, entry.PublicationId.ToString(), ex);
        }

        return null;
    }

    /// <summary>False when the ledger no longer needs the entry.</summary>
    private async Task<bool> CarryAsync(DueEntry entry, SweepRound sweep, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await publications.ReadAsync(entry.WorkspaceId, entry.PublicationId, cancellationToken) is not { } current)
        {
            return false;
        }

        // It was moved to a later time, where it has another entry. An entry behind its time is one that was added for what follows.
        var publication = current.Value;
        if (
            string.CompareOrdinal(
                SortableTime.Format(entry.At),
                SortableTime.Format(publication.DueAt ?? DateTimeOffset.MaxValue)
            ) < 0
        )
        {
            return false;
        }

        var steps = publication.State.IsSettled() ? await OpenChildStepsAsync(publication, cancellationToken) : [];
        if (publication.State.IsSettled() && steps.Count == 0 || publication.Waiting?.Reason == WaitReason.Decision)
        {
            if (publication.State.IsSettled())
            {
                Memory.SleepsAsStray(entry);
            }

            return false;
        }

        publication = await overdue.LookAsync(current, cancellationToken);
        var held = publication.Waiting?.Reason == WaitReason.Paused;
        if (held && await gate.AskAsync(publication, cancellationToken) is not null)
        {
            return true;
        }

        var until =
            steps.Count > 0
                ? UntilOf(steps, publication.PublishedAt ?? entry.At)
                : publication.Waiting?.Until ?? publication.Lease?.Until ?? entry.At;
        var leftBehind = held || now - until > PatienceWith(publication);
        var started = Memory.IsStarted(publication);

        // What waits for its channel wakes when that is connected again.
        var parked =
            publication is { CalledOff: null, Waiting: { Reason: WaitReason.Reconnect or WaitReason.SwitchedOff, Until: null } };
        var kind =
            parked ? StartKind.Parked
            : started ? StartKind.Again
            : StartKind.New;
        if (started && (parked || !leftBehind || Memory.IsJustWoken(publication)))
        {
            LetSleep(entry, publication, now);
            return true;
        }

        if (!sweep.Budget.MayStart(entry.WorkspaceId, kind))
        {
            return true;
        }

        await sweep.Starter.StartAsync(publication, cancellationToken);
        if (leftBehind)
        {
            await sweep.Starter.WakeAsync(publication, cancellationToken);
            Memory.Woken(publication);
        }

        Memory.Started(publication);
        sweep.AddStarted();
        LetSleep(entry, publication, now);
        return true;
    }

    private void LetSleep(DueEntry entry, Publication publication, DateTimeOffset now)
    {
        var pastDue = entry.At + PastDue;
        if (publication.Waiting is null && now < entry.At)
        {
            Memory.Sleeps(entry, now + s_asleepFor < pastDue ? now + s_asleepFor : pastDue);
        }
    }

    private async Task<IReadOnlyList<ChildStep>> OpenChildStepsAsync(
        Publication publication,
        CancellationToken cancellationToken
    ) =>
        publishers.HasChildSteps(publication)
            ?
            [
                .. (await childSteps.ListAsync(publication.WorkspaceId, publication.Id, cancellationToken))
                    .Select(step => step.Value)
                    .Where(step => !step.IsSettled),
            ]
            : [];

    /// <summary>When the first of them can go on.</summary>
    private static DateTimeOffset UntilOf(IReadOnlyList<ChildStep> open, DateTimeOffset liveAt) =>
        open.Where(step => open.All(other => other.Name != step.After))
            .Select(step => step.NotBefore ?? step.Intent?.Deadline ?? step.AskedAt ?? liveAt)
            .DefaultIfEmpty(liveAt)
            .Min();

    /// <summary>What is looked at again and again in vain is not written each time, so its wait may seem to be over.</summary>
    private static TimeSpan PatienceWith(Publication publication) =>
        publication.Waiting?.Reason == WaitReason.MediaUnreachable ? s_leftBehind + GateWait.RestatedAfter : s_leftBehind;

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Publication {PublicationId} could not be started; the next sweep tries again."
        )]
        public static partial void EntryFaulted(ILogger logger, string publicationId, Exception exception);
    }
}
