using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>Stores why a publication waits, and says when it is looked at again. Null says that somebody else moved the row: look again.</summary>
public sealed class PublicationWaits(PublicationLedger ledger, PlatformPublishers publishers, TimeProvider time)
{
    internal async Task<AdvanceAnswer?> AtGateAsync(
        Versioned<Publication> current,
        GateWait wait,
        CancellationToken cancellationToken
    )
    {
        var waiting = current.Value.WaitAt(wait, time.GetUtcNow());
        if (waiting.IsParked)
        {
            return Answer(waiting);
        }

        return wait.IsSaidBy(current.Value) || await ledger.TryReplaceAsync(current, waiting, cancellationToken) is not null
            ? AdvanceAnswer.Wait(waiting.State, waiting.Waiting!.Until ?? wait.LookAt)
            : null;
    }

    /// <summary>What held it at the gate is over: it is looked at again at once.</summary>
    internal async Task<AdvanceAnswer?> GoOnAsync(Versioned<Publication> current, CancellationToken cancellationToken)
    {
        var (what, words) =
            current.Value.Waiting?.Reason == WaitReason.Clock
                ? ("clockRight", "This machine's clock is right again.")
                : ("resumed", "The operators let publishing go on.");
        await ledger.TryReplaceAsync(current, current.Value.GoOn(what, words, time.GetUtcNow()), cancellationToken);
        return null;
    }

    internal async Task<AdvanceAnswer?> ForNetworkAsync(Versioned<Publication> current, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (current.Value.Waiting is not { Reason: WaitReason.SwitchedOff })
        {
            var why = $"{current.Value.Platform} is switched off in this deployment: add its settings under Platforms.";
            var waiting = current.Value.WaitFor(WaitReason.SwitchedOff, why, null, now);
            if (await ledger.TryReplaceAsync(current, waiting, cancellationToken) is null)
            {
                return null;
            }
        }

        return AdvanceAnswer.Wait(current.Value.State, now + AdvancePublication.ReconnectCheck);
    }

    internal async Task<AdvanceAnswer?> ForReconnectAsync(
        Versioned<Publication> current,
        string reason,
        CancellationToken cancellationToken
    ) =>
        current.Value.Waiting is { Reason: WaitReason.Reconnect }
            ? Answer(current.Value)
            : await SaveAsync(
                current,
                current.Value.WaitFor(WaitReason.Reconnect, reason, null, time.GetUtcNow()),
                cancellationToken
            );

    internal async Task<AdvanceAnswer?> SaveAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken
    ) => await ledger.TryReplaceAsync(current, next, cancellationToken) is null ? null : Answer(next);

    /// <summary>What is to come of a publication as it is.</summary>
    internal AdvanceAnswer Answer(Publication publication)
    {
        var waiting = publication.Waiting;
        if (publication.State.IsSettled() || waiting?.Reason == WaitReason.Decision)
        {
            return AdvanceAnswer.Final(publication.State.ToString(), publishers.HasChildSteps(publication));
        }

        var now = time.GetUtcNow();
        var until =
            waiting is { Until: null } ? now + AdvancePublication.ReconnectCheck
            : waiting?.Until > now ? waiting.Until
            : publication.DueAt > now ? publication.DueAt // a wait that is over, with nothing left to do before its time
            : null;
        return new AdvanceAnswer { State = publication.State.ToString(), WaitUntil = until };
    }
}
