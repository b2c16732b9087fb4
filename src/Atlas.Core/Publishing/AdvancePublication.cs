using System.Diagnostics;
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
    PublishingGate gate,
    ReconcilePublication reconcile,
    PublicationSteps steps,
    PublicationWaits waits,
    PlatformPublishers publishers,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time
)
{
    /// <summary>How often one run starts over because somebody else moved the row, before it leaves the rest to the next run.</summary>
    private const int MaxTurns = 8;

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
            return waits.Answer(publication);
        }

        if (publishers.Find(publication.Platform) is null)
        {
            return await waits.ForNetworkAsync(current, cancellationToken);
        }

        if (options.RestoredAt is { } restored && publication.IsInDoubt(restored))
        {
            return await waits.SaveAsync(current, publication.Doubt(restored, now), cancellationToken);
        }

        if (publication.Intent is not null)
        {
            return await reconcile.SettleAsync(current, cancellationToken);
        }

        if (publication.CalledOff is { } reason)
        {
            return await waits.SaveAsync(current, publication.Cancel(now, reason), cancellationToken);
        }

        if (publication.Waiting is { Until: { } until } && until > now)
        {
            return AdvanceAnswer.Wait(publication.State, until);
        }

        if (now < due - options.PrepareAhead)
        {
            return AdvanceAnswer.Wait(publication.State, due - options.PrepareAhead);
        }

        // How late it is can't be told by a clock that is off, and the late policy of what is held is asked when it may go on.
        if (await gate.AskAsync(publication, cancellationToken) is { } wait)
        {
            return await waits.AtGateAsync(current, wait, cancellationToken);
        }

        if (publication.Waiting is { Reason: WaitReason.Clock or WaitReason.Paused })
        {
            return await waits.GoOnAsync(current, cancellationToken);
        }

        if (publication.LatePolicy.Stops(due, now))
        {
            return await waits.SaveAsync(current, publication.Miss(now), cancellationToken);
        }

        if (publication.State == PublicationState.Ready && now < due && publication.ReadyUntil > due)
        {
            return AdvanceAnswer.Wait(publication.State, due);
        }

        if (publication.ApprovedHash != ContentHash.Of(publication.Content))
        {
            return await waits.SaveAsync(
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
            AssemblyAnswer.Assembled { Work: var work } => await TakeAsync(current, work, due, now, cancellationToken),
            AssemblyAnswer.NotNow notNow => await waits.SaveAsync(
                current,
                publication.WaitFor(WaitReason.Retry, notNow.Reason, notNow.Until, now),
                cancellationToken
            ),
            AssemblyAnswer.NotConnected missing => await waits.ForReconnectAsync(current, missing.Reason, cancellationToken),
            AssemblyAnswer.MediaMissing gone => await waits.SaveAsync(
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
        DateTimeOffset seen,
        CancellationToken cancellationToken
    )
    {
        if (await gate.AskAsync(current.Value, work, cancellationToken) is { } wait)
        {
            return await waits.AtGateAsync(current, wait, cancellationToken);
        }

        return
            await steps.TakeAsync(current, work, due, seen, cancellationToken)
                is { } moved
                    and not { CalledOff: not null, Intent: null }
            ? waits.Answer(moved)
            : null;
    }
}

/// <param name="Generation">Of the orchestration that asks: another one means that it is superseded.</param>
public sealed record AdvanceInput(Id<Workspace> WorkspaceId, Id<Publication> PublicationId, int Generation);
