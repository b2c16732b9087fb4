using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Takes a post off its way where it is not live, or deletes it where it never was.</summary>
public sealed class CancelPost(PostCommands commands, PublicationNudge nudge, TimeProvider time)
{
    public Task<Outcome<Answer>> CancelAsync(
        Caller caller,
        Id<Post> id,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        commands.ChangeAsync(
            caller,
            id,
            idempotencyKey,
            ifMatch,
            (edits, _) => ValueTask.FromResult(Cancel(edits, starter)),
            cancellationToken
        );

    public Task<Outcome<Answer>> DeleteAsync(Caller caller, Id<Post> id, string? ifMatch, CancellationToken cancellationToken) =>
        commands.ChangeAsync(
            caller,
            id,
            idempotencyKey: null,
            ifMatch,
            (edits, _) => ValueTask.FromResult(Delete(edits)),
            cancellationToken
        );

    private Outcome<Change> Cancel(PostEdits edits, IPublicationStarter starter)
    {
        var busy = edits.RefuseWhere(
            publication => publication.State is PublicationState.Publishing or PublicationState.Unknown,
            "it can't be cancelled until the network's answer is known."
        );
        if (busy is not null)
        {
            return busy;
        }

        var now = time.GetUtcNow();
        var open = 0;
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].State.IsEditable() && edits[i].State != PublicationState.Cancelled)
            {
                edits[i] = edits[i].Cancel(now);
                open++;
            }
        }

        if (open == 0)
        {
            return Problem.Conflict("wrong-state", "Nothing of this post is still to go out.");
        }

        edits.Post = edits.Post with { UpdatedAt = now };
        return edits.ToChange(edits.Show([]), nudge, starter);
    }

    private static Outcome<Change> Delete(PostEdits edits)
    {
        var kept = edits.RefuseWhere(
            publication =>
                !publication.State.IsSettled() || publication.State is PublicationState.Published or PublicationState.Removed,
            "only what is settled and was never live can be deleted. Cancel the post first."
        );
        return kept is not null ? kept : new Change(edits.Deletions(), Answer.NoContent);
    }
}
