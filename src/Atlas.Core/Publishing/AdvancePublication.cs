using System.Diagnostics;
using Atlas.Core.Clocks;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Carries a publication as far as it goes right now, and records every step in the ledger. Safe to run twice and at the same
/// time as itself: what was done before is read from the ledger, and the visible call is made under a claim.
/// </summary>
public sealed class AdvancePublication(
    PublicationLedger ledger,
    PublishWorkAssembly assembly,
    PublicationGate gate,
    ReconcilePublication reconcile,
    PublicationSteps steps,
    PlatformPublishers publishers,
    PublishingHold hold,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    ClockWatch clock,
    TimeProvider time
)
{
    /// <summary>How often one run starts over because somebody else moved the row, before it leaves the rest to the next run.</summary>
    private const int MaxTurns = 8;

    /// <summary>How old a wait that goes on may look before its row is written again.</summary>
    internal static readonly TimeSpan RestatedAfter = TimeSpan.FromMinutes(10);

    /// <summary>How often a channel that can't be used is looked at without being told that it can.</summary>
    internal static readonly TimeSpan ReconnectCheck = TimeSpan.FromMinutes(15);

    public async Task<AdvanceAnswer> RunAsync(AdvanceInput input, CancellationToken cancellationToken)
    {
        meter.Advanced();
        Activity? span = null;
        try
        {
            for (var turn = 0; turn < MaxTurns; turn++)
            {
                var current = await ledger.ReadAsync(input.WorkspaceId, input.PublicationId, cancellationToken);
                if (current is null || current.Value.Generation != input.Generation)
                {
                    return AdvanceAnswer.Final("Superseded");
                }

                span ??= PublicationTrace.StartRun("publication.advance", current.Value, current.Value.NextAttempt);
                if (await AdvanceAsync(current, cancellationToken) is { } answer)
                {
                    span?.SetOutcome(answer);
                    return answer;
                }
            }
        }
        finally
        {
            span?.Dispose();
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

        if (publishers.Find(publication.Platform) is null)
        {
            return await WaitForNetworkAsync(current, now, cancellationToken);
        }

        if (options.RestoredAt is { } restored && publication.IsInDoubt(restored))
        {
            return await SaveAsync(current, publication.Doubt(restored, now), cancellationToken);
        }

        if (publication.Intent is not null)
        {
            return await reconcile.SettleAsync(current, cancellationToken);
        }

        if (publication.CalledOff is { } reason)
        {
            return await SaveAsync(current, publication.Cancel(now, reason), cancellationToken);
        }

        if (publication.Waiting is { Until: { } until } && until > now)
        {
            return AdvanceAnswer.Wait(publication.State, until);
        }

        if (now < due - options.PrepareAhead)
        {
            return AdvanceAnswer.Wait(publication.State, due - options.PrepareAhead);
        }

        if (clock.Problem is { } off && now >= due)
        {
            return publication.IsParked ? Answer(publication) : await WaitForClockAsync(current, off, now, cancellationToken);
        }

        if (publication.Waiting is { Reason: WaitReason.Clock })
        {
            return await GoOnAsync(
                current,
                publication.GoOn("clockRight", "This machine's clock is right again.", now),
                cancellationToken
            );
        }

        if (await hold.HoldAsync(publication, cancellationToken) is { } held)
        {
            return ReferenceEquals(held, publication) ? Answer(publication)
                : held.Waiting is null ? await GoOnAsync(current, held, cancellationToken)
                : await SaveAsync(current, held, cancellationToken);
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
            AssemblyAnswer.Assembled { Work: var work } => await TakeAsync(current, work, due, cancellationToken),
            AssemblyAnswer.NotNow notNow => await SaveAsync(
                current,
                publication.WaitFor(WaitReason.Retry, notNow.Reason, notNow.Until, now),
                cancellationToken
            ),
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

    private async Task<AdvanceAnswer?> TakeAsync(
        Versioned<Publication> current,
        PublishWork work,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        if (await gate.HoldAsync(current.Value, work, cancellationToken) is { } held)
        {
            return Restates(current.Value, held)
                ? AdvanceAnswer.Wait(held.State, held.Waiting!.Until!.Value)
                : await SaveAsync(current, held, cancellationToken);
        }

        return
            await steps.TakeAsync(current, work, due, cancellationToken)
                is { } moved
                    and not { CalledOff: not null, Intent: null }
            ? Answer(moved)
            : null;
    }

    /// <summary>Whether the row says so already: what is looked at every minute is not written every minute.</summary>
    private static bool Restates(Publication publication, Publication held) =>
        publication
            is { State: PublicationState.Waiting, Waiting: { Reason: WaitReason.MediaUnreachable, Until: { } until } before }
        && held.Waiting is { Reason: WaitReason.MediaUnreachable, Until: { } next } after
        && after.Message == before.Message
        && next - until < RestatedAfter;

    private async Task<AdvanceAnswer?> WaitForNetworkAsync(
        Versioned<Publication> current,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (current.Value.Waiting is not { Reason: WaitReason.SwitchedOff })
        {
            var why = $"{current.Value.Platform} is switched off in this deployment: add its settings under Platforms.";
            var waiting = current.Value.WaitFor(WaitReason.SwitchedOff, why, null, now);
            if (await ledger.TryReplaceAsync(current, waiting, cancellationToken) is null)
            {
                return null;
            }
        }

        return AdvanceAnswer.Wait(current.Value.State, now + ReconnectCheck);
    }

    /// <summary>How late it is can't be told either, so its late policy is asked when the clock is right.</summary>
    private async Task<AdvanceAnswer?> WaitForClockAsync(
        Versioned<Publication> current,
        string problem,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (
            current.Value.Waiting is not { Reason: WaitReason.Clock }
            && await ledger.TryReplaceAsync(
                current,
                current.Value.WaitFor(WaitReason.Clock, problem, null, now),
                cancellationToken
            )
                is null
        )
        {
            return null;
        }

        return AdvanceAnswer.Wait(PublicationState.Waiting, now + settings.Value.ClockRetry);
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

    private async Task<AdvanceAnswer?> SaveAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken
    ) => await ledger.TryReplaceAsync(current, next, cancellationToken) is null ? null : Answer(next);

    /// <summary>What stood in its way is gone: it is looked at again at once.</summary>
    private async Task<AdvanceAnswer?> GoOnAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken
    )
    {
        await ledger.TryReplaceAsync(current, next, cancellationToken);
        return null;
    }

    private AdvanceAnswer Answer(Publication publication)
    {
        var waiting = publication.Waiting;
        if (publication.State.IsSettled() || waiting?.Reason == WaitReason.Decision)
        {
            return AdvanceAnswer.Final(publication.State.ToString(), publishers.HasChildSteps(publication));
        }

        var now = time.GetUtcNow();
        var until =
            waiting is { Until: null } ? now + ReconnectCheck
            : waiting?.Until > now ? waiting.Until
            : publication.DueAt > now ? publication.DueAt // a wait that is over, with nothing left to do before its time
            : null;
        return new AdvanceAnswer { State = publication.State.ToString(), WaitUntil = until };
    }
}

/// <param name="Generation">Of the orchestration that asks: another one means that it is superseded.</param>
public sealed record AdvanceInput(Id<Workspace> WorkspaceId, Id<Publication> PublicationId, int Generation);
