using Atlas.Core.Alerts;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Changes or removes a live post because a person asked for it. Both are safe to repeat, so a lost answer is only tried again.
/// Where the attempts end without one that is sure, the post itself is read and settles what became of it. What the ledger says
/// changes with the step's own row, in one batch.
/// </summary>
public sealed class LiveChangeStep(
    PublicationAlerts alerts,
    PlatformPublishers publishers,
    ChildCall call,
    IOptions<PublishingOptions> settings,
    TimeProvider time
)
{
    /// <summary>Events of the timeline: what a person asked for did not, or perhaps did, take effect.</summary>
    internal const string ChangeRefused = "changeRefused";
    internal const string ChangeUnclear = "changeUnclear";

    private static readonly PublishStep s_edit = new("edit", StepEffect.Repeatable, Visible: true);
    private static readonly PublishStep s_delete = new("delete", StepEffect.Repeatable, Visible: true);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(30);

    /// <summary>How long a network may be unreadable before the owner is told that it is unclear.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    /// <param name="all">The steps of the post: what a thread's parts have made goes with it.</param>
    internal async Task<AdvanceAnswer> AdvanceAsync(
        Versioned<Publication> live,
        Versioned<ChildStep> current,
        ChildWork work,
        IReadOnlyList<Versioned<ChildStep>> all,
        CancellationToken cancellationToken
    )
    {
        var publisher = publishers[live.Value.Platform];
        var change = LiveChange.Of(current.Value, work, all);
        var (step, entry) = current.Value.Intent is { } open
            ? await LookAsync(publisher, change, current.Value, open, cancellationToken)
            : await CallAsync(publisher, change, current.Value, work, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        List<RowWrite> batch = [ChildStepStore.Replace(current, step)];
        if (entry is not null)
        {
            var next = step.State == ChildStepState.Done ? change.ApplyTo(live.Value) : live.Value;
            PublicationRows.Replace(batch, live, next.Log(entry));
        }

        // A row that somebody moved is read again in the next run: the call may be made twice.
        await alerts.WriteAsync(batch, live.Value, current.Value, step, entry?.Detail, CancellationToken.None);
        return step.NotBefore is { } until
            ? AdvanceAnswer.Wait(PublicationState.Published, until)
            : new AdvanceAnswer { State = nameof(PublicationState.Published) };
    }

    /// <returns>For the timeline once the step is settled.</returns>
    private async Task<(ChildStep Step, TimelineEntry? Entry)> CallAsync(
        IPlatformPublisher publisher,
        LiveChange change,
        ChildStep current,
        ChildWork work,
        CancellationToken cancellationToken
    )
    {
        var answer = await call.MakeAsync(
            work,
            change.Content is null ? s_delete : s_edit,
            token =>
                change.Content is null
                    ? publisher.DeleteAsync(change.Work, change.PlatformPostId, token)
                    : publisher.EditAsync(change.Work, change.PlatformPostId, token),
            cancellationToken
        );
        var now = time.GetUtcNow();
        if (answer is StepAnswer.Done done)
        {
            return Made(change, current, done, now);
        }

        if (answer is StepAnswer.Refused refused)
        {
            answer = refused with { Cursor = current.Cursor };
        }

        var step = current.Apply(answer, now, settings.Value);
        if (step.Failure is not { } failure)
        {
            return (step, null);
        }

        // An attempt whose answer was lost may have taken effect, whatever the last one was answered.
        return current.Attempts == 0 && answer is StepAnswer.Refused { Class: RefusalClass.Rejected }
            ? (step, new TimelineEntry(now, ChangeRefused, $"{failure.Message} {failure.NextStep}", answer.Call))
            : (Doubt(step, change, now), null);
    }

    private async Task<(ChildStep Step, TimelineEntry? Entry)> LookAsync(
        IPlatformPublisher publisher,
        LiveChange change,
        ChildStep current,
        Intent open,
        CancellationToken cancellationToken
    )
    {
        var seen = await call.ReadLiveAsync(publisher, change.Work, change.PlatformPostId, cancellationToken);
        var (now, failure) = (time.GetUtcNow(), current.Failure!);
        return (change.IsMade(seen), seen) switch
        {
            (true, _) => Made(
                change,
                current with
                {
                    Failure = null,
                },
                new StepAnswer.Done(change.PlatformPostId, Permalink: null, PublishedAt: null, Cursor: null),
                now
            ),
            (false, LiveAnswer.Gone) => (
                Failed(current, now),
                new TimelineEntry(now, ChangeRefused, "The post is not at the network any more: there is nothing to change.")
            ),
            (false, _) => (
                Failed(current, now),
                new TimelineEntry(
                    now,
                    ChangeRefused,
                    $"{failure.Message} The network still shows the post as it was. {failure.NextStep}"
                )
            ),
            (_, LiveAnswer.Unreadable unreadable) when unreadable.Ever || now - open.At > s_patience => (
                Failed(current, now),
                new TimelineEntry(
                    now,
                    ChangeUnclear,
                    $"{failure.Message} Whether an earlier attempt took effect is not known: look at the post. {unreadable.Reason}"
                )
            ),
            _ => (current with { NotBefore = now + s_lookAgain }, null),
        };
    }

    private (ChildStep, TimelineEntry?) Made(LiveChange change, ChildStep current, StepAnswer.Done done, DateTimeOffset now) =>
        change.After is { } cursor
            ? (current.Apply(new StepAnswer.Continue(cursor), now, settings.Value), null)
            : (
                current.Apply(done, now, settings.Value),
                change.Content is null
                    ? new TimelineEntry(now, "removed", "Deleted at the network.", done.Call)
                    : new TimelineEntry(now, "changed", current.Name, done.Call)
            );

    /// <summary>What the last call may have done has to have shown by the time of the look.</summary>
    private ChildStep Doubt(ChildStep step, LiveChange change, DateTimeOffset now) =>
        step with
        {
            State = ChildStepState.Unknown,
            SettledAt = null,
            Intent = new Intent(change.Content is null ? "delete" : "edit", step.Attempts + 1, change.Work.ContentHash, now, now),
            NotBefore = now + settings.Value.SettleTime,
        };

    private static ChildStep Failed(ChildStep step, DateTimeOffset now) =>
        step with
        {
            State = ChildStepState.Failed,
            Intent = null,
            NotBefore = null,
            SettledAt = now,
        };
}
