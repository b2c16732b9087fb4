using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Changes or removes a live post because a person asked for it. Both are safe to repeat, so a lost answer is only tried again;
/// what the ledger says changes with the step's own row, in one batch.
/// </summary>
public sealed class LiveChangeStep(
    IRowStore rows,
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
        var (answer, next) = current.Value.Content is { } content
            ? await EditAsync(publisher, live.Value, current.Value, work, content, cancellationToken)
            : await DeleteAsync(publisher, live.Value, current.Value, work, all, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var step = current.Value.Apply(answer, time.GetUtcNow(), settings.Value);
        List<RowWrite> batch =
        [
            RowWrite.Replace(
                WorkspaceKeys.ChildStep(step.PublicationId, step.Name),
                step.ToRow(StoredJson.Default.ChildStep),
                current.ETag
            ),
        ];
        if (step.IsSettled)
        {
            if (step.Failure is { } failure)
            {
                // An attempt whose answer was lost may have taken effect, whatever the last one was answered.
                var isClear = current.Value.Attempts == 0 && answer is StepAnswer.Refused { Class: RefusalClass.Rejected };
                next = live.Value.Log(
                    isClear
                        ? new TimelineEntry(failure.At, ChangeRefused, $"{failure.Message} {failure.NextStep}", answer.Call)
                        : new TimelineEntry(
                            failure.At,
                            ChangeUnclear,
                            $"{failure.Message} Whether an earlier attempt took effect is not known: look at the post.",
                            answer.Call
                        )
                );
            }

            PublicationRows.Replace(batch, live, next);
        }

        // A row that somebody moved is read again in the next run: the call may be made twice.
        await rows.WriteAsync(WorkspaceKeys.Partition(step.WorkspaceId), batch, CancellationToken.None);
        return step.NotBefore is { } until
            ? AdvanceAnswer.Wait(PublicationState.Published, until)
            : new AdvanceAnswer { State = nameof(PublicationState.Published) };
    }

    private async Task<(StepAnswer Answer, Publication Next)> EditAsync(
        IPlatformPublisher publisher,
        Publication live,
        ChildStep step,
        ChildWork work,
        Posts.PostContent content,
        CancellationToken cancellationToken
    )
    {
        var hash = ContentHash.Of(content);
        var edited = work.Publish with { Content = content, ContentHash = hash };
        var answer = await call.MakeAsync(
            work,
            s_edit,
            token => publisher.EditAsync(edited, work.PlatformPostId, token),
            cancellationToken
        );
        var next = live with { Content = content, ContentHash = hash, ApprovedHash = hash };
        return (answer, next.Log(new TimelineEntry(time.GetUtcNow(), "changed", step.Name, answer.Call)));
    }

    /// <summary>The parts of a thread go first, the last one first: its post is what leads to them.</summary>
    private async Task<(StepAnswer Answer, Publication Next)> DeleteAsync(
        IPlatformPublisher publisher,
        Publication live,
        ChildStep step,
        ChildWork work,
        IReadOnlyList<Versioned<ChildStep>> all,
        CancellationToken cancellationToken
    )
    {
        var parts = all.Select(part => part.Value)
            .Where(part => ChildStep.PartIndex(part.Name) is not null && part.PlatformId is not null)
            .Reverse()
            .ToList();
        var gone = int.TryParse(step.Cursor, out var done) ? done : 0;
        var (id, cursor) =
            gone < parts.Count ? (parts[gone].PlatformId!, parts[gone].Cursor) : (work.PlatformPostId, work.Publish.Cursor);
        var answer = await call.MakeAsync(
            work,
            s_delete,
            token => publisher.DeleteAsync(work.Publish with { Cursor = cursor }, id, token),
            cancellationToken
        );
        if (answer is StepAnswer.Done && gone < parts.Count)
        {
            answer = new StepAnswer.Continue($"{gone + 1}");
        }
        else if (answer is StepAnswer.Refused refused)
        {
            answer = refused with { Cursor = step.Cursor };
        }

        var next = live with { State = PublicationState.Removed };
        return (answer, next.Log(new TimelineEntry(time.GetUtcNow(), "removed", "Deleted at the network.", answer.Call)));
    }
}
