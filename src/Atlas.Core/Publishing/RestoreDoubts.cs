namespace Atlas.Core.Publishing;

/// <summary>
/// Rows that were put back from a copy know nothing of what was published after the copy was made. What they can't know is
/// settled like a lost answer: the network is asked, once, and nothing is sent before it has answered.
/// </summary>
internal static class RestoreDoubts
{
    private const string Step = "restored";

    public static bool IsDoubtOfRestore(this Intent intent) => intent.Step == Step;

    /// <summary>A call that the copy knows of is settled by its own intent first.</summary>
    public static bool IsInDoubt(this Publication publication, DateTimeOffset restoredAt) =>
        publication.Intent is null
        && publication.AskedAfterRestore != restoredAt
        && publication.CreatedAt < restoredAt
        && publication.DueAt <= restoredAt;

    public static Publication Doubt(this Publication publication, DateTimeOffset restoredAt, DateTimeOffset now) =>
        (
            publication with
            {
                State = PublicationState.Unknown,
                AskedAfterRestore = restoredAt,
                Lease = null,
                Intent = new Intent(
                    Step,
                    publication.Attempts,
                    publication.ContentHash,
                    publication.DueAt ?? publication.CreatedAt,
                    restoredAt
                ),
                Waiting = new Waiting(
                    WaitReason.Reconcile,
                    "The data was put back from a copy; the network is asked whether the post has gone out since.",
                    now
                ),
            }
        ).Log(new TimelineEntry(now, "restored", "It was due before the data was put back from a copy."));

    /// <returns>Null where the copy says all there is to know of the step.</returns>
    public static ChildStep? AfterRestore(
        this ChildStep step,
        Publication publication,
        DateTimeOffset restoredAt,
        DateTimeOffset now
    ) =>
        step.IsInDoubt(publication, restoredAt) ? step.Doubt(publication, restoredAt)
        : step.IsEditInDoubt(publication, restoredAt) ? step.DoubtEdit(restoredAt, now)
        : null;

    /// <summary>A step that follows a post which was live by then, or may have been.</summary>
    private static bool IsInDoubt(this ChildStep step, Publication publication, DateTimeOffset restoredAt) =>
        step is { Intent: null, IsLiveChange: false }
        && step.AskedAfterRestore != restoredAt
        && (publication.PublishedAt <= restoredAt || publication.AskedAfterRestore == restoredAt);

    /// <summary>
    /// An edit that the copy holds as still to be made. It may have been made since, and a later one, which the copy doesn't
    /// know, with it: made once more it would undo that. A removal undoes nothing and is made again.
    /// </summary>
    private static bool IsEditInDoubt(this ChildStep step, Publication publication, DateTimeOffset restoredAt) =>
        step is { Intent: null, IsLiveChange: true, Content: not null }
        && step.AskedAfterRestore != restoredAt
        && (step.AskedAt is { } askedAt ? askedAt <= restoredAt : publication.PublishedAt <= restoredAt);

    /// <summary>The post is read: it shows the edit, or its owner is told that it doesn't.</summary>
    private static ChildStep DoubtEdit(this ChildStep step, DateTimeOffset restoredAt, DateTimeOffset now) =>
        step with
        {
            State = ChildStepState.Unknown,
            AskedAfterRestore = restoredAt,
            NotBefore = null,
            Intent = new Intent(Step, step.Attempts + 1, ContentHash.Of(step.Content!), now, now),
            Failure = new PublicationFailure(
                "unknown",
                "atlas.restored",
                "The data was put back from a copy, which doesn't know whether this change, or a later one, has been made since.",
                "Ask for the change again where it is needed.",
                null,
                now
            ),
        };

    private static ChildStep Doubt(this ChildStep step, Publication publication, DateTimeOffset restoredAt) =>
        step with
        {
            AskedAfterRestore = restoredAt,
            NotBefore = null,
            Intent = new Intent(
                Step,
                step.Attempts,
                publication.ContentHash,
                publication.DueAt ?? publication.CreatedAt,
                restoredAt
            ),
        };
}
