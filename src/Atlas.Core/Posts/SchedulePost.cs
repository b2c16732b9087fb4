using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Gives a post a time, or another one. What is live on some channels already stays as it is there.</summary>
public sealed class SchedulePost(PostCommands commands, PostInspection inspection, PublicationNudge nudge, TimeProvider time)
{
    public Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        Id<Post> id,
        SchedulePostRequest request,
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
            (edits, token) => DecideAsync(caller, edits, request, starter, token),
            cancellationToken
        );

    private async ValueTask<Outcome<Change>> DecideAsync(
        Caller caller,
        PostEdits edits,
        SchedulePostRequest request,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        List<ProblemError> errors = [];
        var schedule = PostTimes.Read(request, caller.TimeZone, now, errors);
        var policy = PostTimes.ReadPolicy(request.LatePolicy, edits.Post.LatePolicy, errors);
        if (schedule is null && errors.Count == 0)
        {
            errors.Add(new ProblemError("schedule", "required", "Give one of schedule, dueAt and publishNow."));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var busy = edits.RefuseWhere(
            publication => publication.State is PublicationState.Publishing or PublicationState.Unknown,
            "it can't be moved until the network's answer is known."
        );
        if (busy is not null)
        {
            return busy;
        }

        var inspected = await inspection.InspectAsync(
            caller.WorkspaceId,
            edits.Post.Content,
            edits.Post.Variants,
            [.. edits.Post.Publications.Select(link => link.ChannelId)],
            new PostDue(schedule, caller.TimeZone),
            errors,
            cancellationToken
        );
        return inspected is null ? Problem.Invalid(errors)
            : inspected.Refusal() is { } refusal ? refusal
            : Apply(edits, schedule!, policy, inspected, starter, now);
    }

    private Outcome<Change> Apply(
        PostEdits edits,
        Schedule schedule,
        LatePolicy policy,
        InspectedPost inspected,
        IPublicationStarter starter,
        DateTimeOffset now
    )
    {
        var moved = 0;
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].State.IsEditable())
            {
                // A channel's own time stays, as long as it is ahead.
                var own = inspected.Channels[i].OwnTime(schedule.TimeZone);
                edits[i] = edits[i].ScheduleAt(own?.At > now ? own : schedule, policy, now);
                moved++;
            }
        }

        if (moved == 0)
        {
            return Problem.Conflict("wrong-state", "The post is live on all of its channels.");
        }

        edits.Post = edits.Post with { Schedule = schedule, LatePolicy = policy, UpdatedAt = now };
        return edits.ToChange(edits.Show(inspected.Findings()), nudge, starter);
    }
}
