using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>What has happened to a post, on all of its channels, and to the steps that follow it.</summary>
public sealed class PostTimeline(ChildStepStore childSteps, PostStore posts)
{
    public async Task<Outcome<Answer>> HandleAsync(Caller caller, Id<Post> id, CancellationToken cancellationToken)
    {
        if (await posts.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } post)
        {
            return Problem.NotFound("post");
        }

        List<TimelineEntryView> entries = [];
        List<ChildStepView> steps = [];
        foreach (var found in await posts.ReadPublicationsAsync(post.Value, cancellationToken))
        {
            var publication = found.Value;
            entries.AddRange(
                publication.Timeline.Select(entry => new TimelineEntryView(
                    entry.At,
                    publication.Id,
                    publication.ChannelId,
                    publication.Platform,
                    entry.Event,
                    entry.Detail,
                    entry.Reason,
                    CallView.Of(entry.Call),
                    PublicationTrace.IdOf(publication.Id).ToString(),
                    entry.CorrelationId
                ))
            );
            var own = await childSteps.ListAsync(caller.WorkspaceId, publication.Id, cancellationToken);
            steps.AddRange(own.Select(step => View(step.Value)));
        }

        return Answer.Ok(new TimelineView([.. entries.OrderBy(entry => entry.At)], steps), ApiJson.Default.TimelineView);
    }

    private static ChildStepView View(ChildStep step) =>
        new(step.PublicationId, step.Name, step.State, step.Attempts, step.PlatformId, step.Failure, CallView.Of(step.Call));
}
