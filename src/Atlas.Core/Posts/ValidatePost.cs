using Atlas.Core.Platforms;
using Atlas.Core.Preflight;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Says what the networks' rules make of a post, and of a stored one what the networks themselves say; changes nothing.</summary>
public sealed class ValidatePost(PostInspection inspection, PreflightPublication preflight, PostStore posts, TimeProvider time)
{
    public async Task<Outcome<Answer>> HandleAsync(Caller caller, CreatePostRequest request, CancellationToken cancellationToken)
    {
        List<ProblemError> errors = [];
        var content = PostDrafts.ReadContent(request, errors);
        var schedule = PostTimes.Read(request, caller.TimeZone, time.GetUtcNow(), errors);
        PostTimes.ReadPolicy(request.LatePolicy, Scheduling.LatePolicy.Default, errors);
        PostTimes.CheckVariants(request.Variants ?? [], caller.TimeZone, time.GetUtcNow(), errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var inspected = await inspection.InspectAsync(
            caller.WorkspaceId,
            content,
            request.Variants ?? [],
            request.ChannelIds!,
            new PostDue(schedule, caller.TimeZone),
            errors,
            cancellationToken
        );
        return inspected is null ? Problem.Invalid(errors) : Show(inspected.Findings());
    }

    public async Task<Outcome<Answer>> HandleAsync(Caller caller, Id<Post> id, CancellationToken cancellationToken)
    {
        if (await posts.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } post)
        {
            return Problem.NotFound("post");
        }

        List<FindingView> findings = [];
        foreach (var publication in await posts.ReadPublicationsAsync(post.Value, cancellationToken))
        {
            findings.AddRange(await preflight.CheckAsync(publication.Value, cancellationToken));
        }

        return Show(findings);
    }

    private static Answer Show(IReadOnlyList<FindingView> findings) =>
        Answer.Ok(
            new ValidationView(findings.All(finding => finding.Severity != FindingSeverity.Error), findings),
            ApiJson.Default.ValidationView
        );
}
