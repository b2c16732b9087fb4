using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>Takes a publisher's steps, one after the other, for as long as none has to wait.</summary>
public sealed class PublicationSteps(
    PublicationLedger ledger,
    VisibleCall visibleCall,
    PlatformStep platformStep,
    PlatformPublishers publishers,
    PublishingGate gate,
    IOptions<PublishingOptions> settings,
    TimeProvider time
)
{
    /// <summary>
    /// Progress that took longer than this to make is stored at once. Cheaper progress goes along with the next write: what a crash
    /// loses of it is a container that nobody sees, and one write in ten is saved.
    /// </summary>
    private static readonly TimeSpan s_worthSaving = TimeSpan.FromSeconds(1);

    /// <summary>Null where somebody moved the row: look again.</summary>
    public async Task<Publication?> TakeAsync(
        Versioned<Publication> current,
        PublishWork work,
        DateTimeOffset due,
        DateTimeOffset seen,
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
            current = current with { Value = current.Value with { Cursor = null, ReadyUntil = null } };
        }

        while (true)
        {
            var step = publisher.NextStep(work);
            if (step.Visible && time.GetUtcNow() < due)
            {
                return (await SaveProgressAsync(current, work, cancellationToken))?.Value;
            }

            if (
                (step.Visible || step.Effect == StepEffect.Once)
                && await gate.AskAsync(current.Value, cancellationToken) is { } wait
            )
            {
                var waiting = current.Value with { Cursor = work.Cursor };
                return await SaveAsync(current, waiting.WaitAt(wait, time.GetUtcNow()), cancellationToken);
            }

            if (step.Visible && current.Value.LatePolicy.Stops(due, time.GetUtcNow()))
            {
                // The preparation took longer than the policy waits.
                var missed = current.Value with
                {
                    Cursor = work.Cursor,
                };
                return await SaveAsync(current, missed.Miss(time.GetUtcNow()), cancellationToken);
            }

            if (step.Effect == StepEffect.Once)
            {
                return await visibleCall.MakeAsync(current, publisher, work, step, seen, cancellationToken);
            }

            var started = time.GetTimestamp();
            var answer = await platformStep.TakeAsync(publisher, work, step, cancellationToken);
            if (answer is not StepAnswer.Continue)
            {
                // A stop of the host is no refusal of the network: the step is taken again after the next start.
                cancellationToken.ThrowIfCancellationRequested();
            }

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

            var next = (current.Value with { Cursor = work.Cursor }).Apply(answer, time.GetUtcNow(), settings.Value);
            if (answer is not StepAnswer.Done)
            {
                return await SaveAsync(current, next, cancellationToken);
            }

            return await ledger.TryPublishAsync(current, next, cancellationToken) == PublishedRecord.Recorded ? next : null;
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

    private async Task<Publication?> SaveAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken
    ) => await ledger.TryReplaceAsync(current, next, cancellationToken) is null ? null : next;

    private static string? CursorOf(StepAnswer answer) =>
        answer switch
        {
            StepAnswer.Continue next => next.Cursor,
            StepAnswer.Ready ready => ready.Cursor,
            _ => null,
        };

    private static Finding? FirstError(IPlatformPublisher publisher, PublishWork work)
    {
        foreach (var finding in publisher.Check(work.Draft))
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                return finding;
            }
        }

        return null;
    }
}
