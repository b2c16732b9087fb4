using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>
/// Changes what goes out. Every publication whose content changes must still be editable; one that is scheduled stays so, with
/// a new approval of what it holds now.
/// </summary>
public sealed class UpdatePost(PostCommands commands, PostInspection inspection, PublicationNudge nudge, TimeProvider time)
{
    public Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        Id<Post> id,
        UpdatePostRequest request,
        string? ifMatch,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        commands.ChangeAsync(
            caller,
            id,
            idempotencyKey: null,
            ifMatch,
            (edits, token) => DecideAsync(caller.TimeZone, edits, request, starter, token),
            cancellationToken
        );

    private async ValueTask<Outcome<Change>> DecideAsync(
        string timeZone,
        PostEdits edits,
        UpdatePostRequest request,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var before = edits.Post;
        List<ProblemError> errors = [];
        var after = before with
        {
            Content = Merge(before.Content, request),
            Variants = request.Variants ?? before.Variants,
            LatePolicy = PostTimes.ReadPolicy(request.LatePolicy, before.LatePolicy, errors),
            UpdatedAt = now,
        };
        var channels = before.Publications.Select(link => link.ChannelId).ToList();
        PostDrafts.CheckContents(after.Content, after.Variants, errors);
        PostLimits.CheckVariants(after.Variants, channels, errors);
        PostTimes.CheckVariants(request.Variants ?? [], timeZone, now, errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var inspected = await inspection.InspectAsync(
            before.WorkspaceId,
            after.Content,
            after.Variants,
            channels,
            new PostDue(after.Schedule, timeZone),
            errors,
            cancellationToken
        );
        return inspected is null ? Problem.Invalid(errors) : Apply(timeZone, edits, after, inspected, starter, now);
    }

    private Outcome<Change> Apply(
        string timeZone,
        PostEdits edits,
        Post after,
        InspectedPost inspected,
        IPublicationStarter starter,
        DateTimeOffset now
    )
    {
        var scheduled = false;
        for (var i = 0; i < edits.Count; i++)
        {
            var publication = edits[i];
            var edited = publication.Edit(after.ContentFor(publication.ChannelId, publication.Platform), now);
            if (!ReferenceEquals(edited, publication))
            {
                edited = edited with { Takes = inspected.TakesOf(publication.ChannelId) };
            }

            var due = DueOf(edits.Post, after, publication, timeZone);
            if (
                ReferenceEquals(edited, publication)
                && publication.LatePolicy == after.LatePolicy
                && due?.At == publication.Schedule?.At
            )
            {
                continue;
            }

            if (!publication.State.IsEditable())
            {
                return Problem.Conflict(
                    "wrong-state",
                    $"The publication {publication.Id} is {publication.State} and can't be changed. Give the other channels variants instead."
                );
            }

            edits[i] =
                due is null || publication.State.IsSettled() && due.At == publication.Schedule?.At
                    ? edited with
                    {
                        LatePolicy = after.LatePolicy,
                    }
                    : edited.ScheduleAt(due, after.LatePolicy, now);
            scheduled |= edits[i].State == PublicationState.Scheduled;
        }

        if (scheduled && inspected.Refusal() is { } refusal)
        {
            return refusal;
        }

        edits.Post = after;
        List<RowWrite> uses = [];
        PostDrafts.AddMediaUses(uses, after.Id, inspected.MediaIds);
        return edits.ToChange(edits.Show(inspected.Findings()), nudge, starter, uses);
    }

    /// <summary>A variant's own time, where it has one; the post's again, where it has lost one; else what it was.</summary>
    private static Schedule? DueOf(Post before, Post after, Publication publication, string timeZone) =>
        after.OwnTime(publication.ChannelId, publication.Platform, timeZone)
        ?? (
            before.OwnTime(publication.ChannelId, publication.Platform, timeZone) is null
                ? publication.Schedule
                : after.Schedule ?? publication.Schedule
        );

    private static PostContent Merge(PostContent content, UpdatePostRequest request) =>
        content with
        {
            Type = request.Type ?? content.Type,
            Text = request.Text ?? content.Text,
            Hashtags = request.Hashtags is [] ? null : request.Hashtags ?? content.Hashtags,
            Media = request.Media ?? content.Media,
            FirstComment = request.FirstComment is "" ? null : request.FirstComment ?? content.FirstComment,
            Title = request.Title is "" ? null : request.Title ?? content.Title,
            Link = request.Link is "" ? null : request.Link ?? content.Link,
            Cover = request.Cover ?? content.Cover,
            Subtitles = request.Subtitles is [] ? null : request.Subtitles ?? content.Subtitles,
            Thread = request.Thread is [] ? null : request.Thread ?? content.Thread,
            Options =
                request.Options is not { } options ? content.Options
                : options.ValueKind == System.Text.Json.JsonValueKind.Object && !options.EnumerateObject().Any() ? null
                : options,
        };
}
