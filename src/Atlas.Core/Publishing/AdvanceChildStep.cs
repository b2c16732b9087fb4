using Atlas.Core.Alerts;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Carries a step that follows a live post, by the same rules as the post itself: intent before the call, result after it, and
/// a look at the network where the result is missing. Whatever comes of it, the post stays published.
/// </summary>
public sealed class AdvanceChildStep(
    ChildStepStore steps,
    PublicationStore publications,
    PublishWorkAssembly assembly,
    PlatformPublishers publishers,
    ChildCall call,
    LiveChangeStep liveChange,
    PublicationAlerts alerts,
    PublishingGate gate,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time
)
{
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_fence = TimeSpan.FromSeconds(10);

    public async Task<AdvanceAnswer> RunAsync(AdvanceInput input, CancellationToken cancellationToken)
    {
        meter.Advanced();
        var now = time.GetUtcNow();
        var live = await publications.ReadAsync(input.WorkspaceId, input.PublicationId, cancellationToken);
        if (live is not { Value: { State: PublicationState.Published, PlatformPostId: { } postId } publication })
        {
            return AdvanceAnswer.Final(live?.Value.State.ToString() ?? "Superseded");
        }

        var all = await steps.ListAsync(input.WorkspaceId, input.PublicationId, cancellationToken);
        var open = all.Where(step => !step.Value.IsSettled && !Waits(step.Value, all)).ToList();
        if (open.Count == 0)
        {
            return AdvanceAnswer.Final(all.Any(step => step.Value.State == ChildStepState.Failed) ? "Failed" : "Done");
        }

        // What is held stands in nobody's way: the removal of the post may be why it is held.
        var (free, lookAt) = await PassAsync(publication, open, cancellationToken);
        var current = free.MinBy(step => step.Value.NotBefore ?? DateTimeOffset.MinValue);
        if (current is null || current.Value.NotBefore > now)
        {
            return Wait(current?.Value.NotBefore is { } until && !(until > lookAt) ? until : lookAt!.Value);
        }

        // A person's change waits for the one before it, and is made whatever became of that.
        if (
            !current.Value.IsLiveChange
            && all.FirstOrDefault(step => step.Value.Name == current.Value.After) is { Value.State: ChildStepState.Failed } before
        )
        {
            return await SaveAsync(publication, current, current.Value.FailAfter(before.Value, now), cancellationToken);
        }

        if (await assembly.AssembleAsync(publication, cancellationToken) is not AssemblyAnswer.Assembled { Work: var publish })
        {
            return Wait(now + AdvancePublication.ReconnectCheck);
        }

        if (settings.Value.RestoredAt is { } restored && current.Value.AfterRestore(publication, restored, now) is { } doubted)
        {
            return await SaveAsync(publication, current, doubted, cancellationToken);
        }

        using var span = PublicationTrace.StartRun("publication.follow", publication, current.Value.Attempts + 1);
        span?.SetTag("atlas.step", current.Value.Name);
        if (await gate.AskAsync(publish, cancellationToken) is { } wait)
        {
            return Wait(wait.LookAt);
        }

        if (time.GetUtcNow() - now > settings.Value.CallTimeout)
        {
            return Wait(time.GetUtcNow()); // a worker that slept: another may have settled the step
        }

        var made = all.Where(step => step.Value.State == ChildStepState.Done)
            .ToDictionary(step => step.Value.Name, step => step.Value.PlatformId ?? "");
        var work = new ChildWork(publish, postId, current.Value.Name, current.Value.Cursor, made);
        return current.Value.IsLiveChange
            ? await liveChange.AdvanceAsync(live, current, work, all, cancellationToken)
            : await AdvanceAsync(publishers[publication.Platform], publication, current, work, now, cancellationToken);
    }

    /// <summary>Those that the gate lets pass, and when to look at the others again; null where there are none.</summary>
    private async ValueTask<(List<Versioned<ChildStep>> Free, DateTimeOffset? LookAt)> PassAsync(
        Publication live,
        List<Versioned<ChildStep>> open,
        CancellationToken cancellationToken
    )
    {
        var free = new List<Versioned<ChildStep>>(open.Count);
        DateTimeOffset? lookAt = null;
        foreach (var step in open)
        {
            if (await gate.AskAsync(live, step.Value, cancellationToken) is not { } wait)
            {
                free.Add(step);
            }
            else if (!(wait.LookAt > lookAt))
            {
                lookAt = wait.LookAt;
            }
        }

        return (free, lookAt);
    }

    /// <summary>Whether a step that must come before it is still open.</summary>
    private static bool Waits(ChildStep step, IReadOnlyList<Versioned<ChildStep>> all) =>
        step.After is { } after && all.Any(other => other.Value.Name == after && !other.Value.IsSettled);

    private async Task<AdvanceAnswer> AdvanceAsync(
        IPlatformPublisher publisher,
        Publication live,
        Versioned<ChildStep> current,
        ChildWork work,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (current.Value.Intent is { } open)
        {
            if (now < open.Deadline)
            {
                return Wait(open.Deadline);
            }

            var found = await call.FindAsync(publisher, work, open.NotBefore, cancellationToken);
            return await SaveAsync(
                live,
                current,
                current.Value.Settle(found, now, settings.Value, s_askAgain),
                cancellationToken
            );
        }

        var step = publisher.NextChildStep(work);
        if (step.Effect != StepEffect.Once)
        {
            var unseen = await call.MakeAsync(publisher, work, step, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return await SaveAsync(
                live,
                current,
                current.Value.Apply(unseen, time.GetUtcNow(), settings.Value),
                cancellationToken
            );
        }

        var intent = new Intent(
            step.Name,
            current.Value.Attempts + 1,
            work.Publish.ContentHash,
            now,
            now + s_fence + settings.Value.CallTimeout
        );
        if (
            await steps.TryReplaceAsync(current, current.Value with { Intent = intent, NotBefore = null }, cancellationToken)
            is not { } held
        )
        {
            return Wait(now + TimeSpan.FromSeconds(1));
        }

        // The fence: a worker that was stalled after its claim must not start a call that another may have settled.
        if (time.GetUtcNow() - now > s_fence)
        {
            return await SaveAsync(live, held, current.Value, cancellationToken);
        }

        var answer = await call.MakeAsync(publisher, work, step, CancellationToken.None);
        return await SaveAsync(live, held, held.Value.Apply(answer, time.GetUtcNow(), settings.Value), CancellationToken.None);
    }

    private async Task<AdvanceAnswer> SaveAsync(
        Publication live,
        Versioned<ChildStep> current,
        ChildStep next,
        CancellationToken cancellationToken
    )
    {
        await alerts.WriteAsync(
            [ChildStepStore.Replace(current, next)],
            live,
            current.Value,
            next,
            detail: null,
            cancellationToken
        );

        // Others may be open: the next run says whether this was the last.
        return next.NotBefore is { } until ? Wait(until) : new AdvanceAnswer { State = nameof(PublicationState.Published) };
    }

    private static AdvanceAnswer Wait(DateTimeOffset until) => AdvanceAnswer.Wait(PublicationState.Published, until);
}
