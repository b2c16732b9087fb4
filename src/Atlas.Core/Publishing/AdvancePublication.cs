using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Carries a publication as far as it goes right now, and records every step in the ledger. Safe to run twice and at the same
/// time as itself: what was done before is read from the ledger, and the visible call is made under a claim.
/// </summary>
public sealed partial class AdvancePublication(
    PublicationLedger ledger,
    PublishWorkAssembly assembly,
    ReconcilePublication reconcile,
    VisibleCall visibleCall,
    ChannelStore channels,
    PlatformPublishers publishers,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time,
    ILogger<AdvancePublication> logger
)
{
    /// <summary>How often one run starts over because somebody else moved the row, before it leaves the rest to the next run.</summary>
    private const int MaxTurns = 8;

    /// <summary>
    /// Progress that took longer than this to make is stored at once. Cheaper progress goes along with the next write: what a crash
    /// loses of it is a container that nobody sees, and one write in ten is saved.
    /// </summary>
    private static readonly TimeSpan s_worthSaving = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_reconnectCheck = TimeSpan.FromMinutes(15);

    public async Task<AdvanceAnswer> RunAsync(AdvanceInput input, CancellationToken cancellationToken)
    {
        meter.Advanced();
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var current = await ledger.ReadAsync(input.WorkspaceId, input.PublicationId, cancellationToken);
            if (current is null || current.Value.Generation != input.Generation)
            {
                return AdvanceAnswer.Final("Superseded");
            }

            if (await AdvanceAsync(current, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        return AdvanceAnswer.Wait(PublicationState.Scheduled, time.GetUtcNow() + TimeSpan.FromSeconds(1));
    }

    /// <summary>Null: somebody moved the row, or a settled question opened the way. Look again.</summary>
    private async Task<AdvanceAnswer?> AdvanceAsync(Versioned<Publication> current, CancellationToken cancellationToken)
    {
        var (publication, now, options) = (current.Value, time.GetUtcNow(), settings.Value);
        if (publication.State.IsSettled() || publication.Schedule is not { At: var due })
        {
            return Answer(publication);
        }

        if (publication.Intent is not null)
        {
            return await reconcile.SettleAsync(current, cancellationToken);
        }

        if (publication.Waiting is { Until: { } until } && until > now)
        {
            return AdvanceAnswer.Wait(publication.State, until);
        }

        if (now < due - options.PrepareAhead)
        {
            return AdvanceAnswer.Wait(publication.State, due - options.PrepareAhead);
        }

        if (publication.LatePolicy.Stops(due, now))
        {
            return await SaveAsync(current, publication.Miss(now), cancellationToken);
        }

        if (publication.State == PublicationState.Ready && now < due && publication.ReadyUntil > due)
        {
            return AdvanceAnswer.Wait(publication.State, due);
        }

        if (publication.ApprovedHash != ContentHash.Of(publication.Content))
        {
            return await SaveAsync(
                current,
                publication.Fail(
                    "approval",
                    "atlas.approval",
                    "The content is not what was approved.",
                    "Approve or schedule it again.",
                    null,
                    now
                ),
                cancellationToken
            );
        }

        return await assembly.AssembleAsync(publication, cancellationToken) switch
        {
            AssemblyAnswer.Assembled { Work: var work } => await StepAsync(current, work, due, cancellationToken),
            AssemblyAnswer.NotConnected missing => await WaitForReconnectAsync(current, missing.Reason, cancellationToken),
            AssemblyAnswer.MediaMissing gone => await SaveAsync(
                current,
                publication.Fail(
                    "rejected",
                    "atlas.media",
                    $"media[{gone.Index}] is no longer in the library.",
                    "Choose another file and schedule the post again.",
                    null,
                    now
                ),
                cancellationToken
            ),
            var other => throw new NotSupportedException(other.GetType().Name),
        };
    }

    private async Task<AdvanceAnswer?> StepAsync(
        Versioned<Publication> current,
        PublishWork work,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        var publisher = publishers[current.Value.Platform];
        if (FirstError(publisher, work) is { } error)
        {
            var rejected = current.Value.Fail(
                "rejected",
                error.Rule,
                error.Message,
                "Change the post and schedule it again.",
                error.Source,
                time.GetUtcNow()
            );
            return await SaveAsync(current, rejected, cancellationToken);
        }

        if (current.Value.ReadyUntil <= time.GetUtcNow())
        {
            work = work with { Cursor = null };
        }

        while (true)
        {
            var step = publisher.NextStep(work);
            if (step.Visible && time.GetUtcNow() < due)
            {
                return await SaveProgressAsync(current, work, cancellationToken) is null
                    ? null
                    : AdvanceAnswer.Wait(current.Value.State, due);
            }

            if (step.Effect == StepEffect.Once)
            {
                return await visibleCall.MakeAsync(current, publisher, work, step, cancellationToken) is { } made
                    ? await AfterCallAsync(made, work.Channel, cancellationToken)
                    : null;
            }

            var started = time.GetTimestamp();
            var answer = await PerformAsync(publisher, work, step, cancellationToken);
            if (answer is StepAnswer.Continue || answer is StepAnswer.Ready && time.GetUtcNow() >= due)
            {
                work = work with { Cursor = CursorOf(answer) };
                if (step.Effect != StepEffect.None && time.GetElapsedTime(started) > s_worthSaving)
                {
                    if (await SaveProgressAsync(current, work, cancellationToken) is not { } progressed)
                    {
                        return null;
                    }

                    current = progressed;
                }

                continue;
            }

            if (answer is StepAnswer.Done done)
            {
                var live = current.Value.Published(done, time.GetUtcNow());
                return await ledger.TryPublishAsync(current, live, cancellationToken) == PublishedRecord.Recorded
                    ? Answer(live)
                    : null;
            }

            var next = (current.Value with { Cursor = work.Cursor }).Apply(answer, time.GetUtcNow(), settings.Value);
            return await ledger.TryReplaceAsync(current, next, cancellationToken) is null
                ? null
                : await AfterCallAsync(next, work.Channel, cancellationToken);
        }
    }

    /// <summary>Stores how far the preparation is. Null where somebody moved the row.</summary>
    private async ValueTask<Versioned<Publication>?> SaveProgressAsync(
        Versioned<Publication> current,
        PublishWork work,
        CancellationToken cancellationToken
    ) =>
        work.Cursor == current.Value.Cursor || work.Cursor is not { } cursor
            ? current
            : await ledger.TryReplaceAsync(
                current,
                current.Value.Apply(new StepAnswer.Continue(cursor), time.GetUtcNow(), settings.Value),
                cancellationToken
            );

    /// <summary>A refused token is the channel's business too: its other publications need not find out one by one.</summary>
    private async Task<AdvanceAnswer> AfterCallAsync(
        Publication publication,
        Channel channel,
        CancellationToken cancellationToken
    )
    {
        if (publication is { State: PublicationState.Waiting, Waiting: { Reason: WaitReason.Reconnect } waiting })
        {
            await channels.MarkNeedsReconnectAsync(channel, waiting.Message, cancellationToken);
        }

        return Answer(publication);
    }

    private async Task<AdvanceAnswer?> WaitForReconnectAsync(
        Versioned<Publication> current,
        string reason,
        CancellationToken cancellationToken
    )
    {
        return current.Value.Waiting is { Reason: WaitReason.Reconnect }
            ? Answer(current.Value)
            : await SaveAsync(
                current,
                current.Value.WaitFor(WaitReason.Reconnect, reason, null, time.GetUtcNow()),
                cancellationToken
            );
    }

    private async Task<StepAnswer> PerformAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        PublishStep step,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await publisher.AdvanceAsync(work, step, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.StepFaulted(logger, step.Name, publisher.Platform, ex);
            return new StepAnswer.Refused(RefusalClass.Transient, Faults.Problem(step), work.Cursor);
        }
    }

    private async Task<AdvanceAnswer?> SaveAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken
    ) => await ledger.TryReplaceAsync(current, next, cancellationToken) is null ? null : Answer(next);

    private AdvanceAnswer Answer(Publication publication)
    {
        var waiting = publication.Waiting;
        if (publication.State.IsSettled() || waiting?.Reason == WaitReason.Decision)
        {
            return AdvanceAnswer.Final(
                publication.State.ToString(),
                publication is { State: PublicationState.Published, Content.FirstComment.Length: > 0 }
            );
        }

        var until = waiting is null
            ? (publication.State == PublicationState.Ready ? publication.DueAt : null)
            : waiting.Until ?? time.GetUtcNow() + s_reconnectCheck;
        return new AdvanceAnswer { State = publication.State.ToString(), WaitUntil = until };
    }

    private static string? CursorOf(StepAnswer answer) =>
        answer switch
        {
            StepAnswer.Continue next => next.Cursor,
            StepAnswer.Ready ready => ready.Cursor,
            _ => null,
        };

    private static Finding? FirstError(IPlatformPublisher publisher, PublishWork work)
    {
        foreach (var finding in publisher.Check(work.Content, work.Media, work.Channel))
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                return finding;
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The step {Step} on {Platform} broke off with a fault of ours; it is tried again."
        )]
        public static partial void StepFaulted(ILogger logger, string step, Platform platform, Exception exception);
    }
}

/// <param name="Generation">Of the orchestration that asks: another one means that it is superseded.</param>
public sealed record AdvanceInput(Id<Workspace> WorkspaceId, Id<Publication> PublicationId, int Generation);
