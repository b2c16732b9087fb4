using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Makes a post and its publications, one for each channel: drafts, or scheduled at once.</summary>
public sealed class CreatePost(CommandLedger commands, PostInspection inspection, PublicationNudge nudge, TimeProvider time)
{
    public Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        CreatePostRequest request,
        IdempotencyKey? idempotencyKey,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            token => DecideAsync(caller, request, starter, token),
            cancellationToken
        );

    private async ValueTask<Outcome<Change>> DecideAsync(
        Caller caller,
        CreatePostRequest request,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        List<ProblemError> errors = [];
        var content = PostDrafts.ReadContent(request, errors);
        var schedule = PostTimes.Read(request, caller.TimeZone, now, errors);
        var policy = PostTimes.ReadPolicy(request.LatePolicy, LatePolicy.Default, errors);
        PostTimes.CheckVariants(request.Variants ?? [], caller.TimeZone, now, errors);
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
        if (inspected is null)
        {
            return Problem.Invalid(errors);
        }

        var isScheduled = schedule is not null || (request.Variants ?? []).Any(variant => variant.HasTime);
        if (isScheduled && inspected.Refusal() is { } refusal)
        {
            return refusal;
        }

        var (post, publications) = Make(caller, content, request.Variants ?? [], inspected, schedule, policy, now);
        return Store(post, publications, inspected, starter);
    }

    private (Post Post, List<Publication> Publications) Make(
        Caller caller,
        PostContent content,
        IReadOnlyList<PostVariant> variants,
        InspectedPost inspected,
        Schedule? schedule,
        LatePolicy policy,
        DateTimeOffset now
    )
    {
        var postId = Id<Post>.New(time);
        var publications = new List<Publication>(inspected.Channels.Count);
        var links = new PostPublication[inspected.Channels.Count];
        for (var i = 0; i < links.Length; i++)
        {
            var channel = inspected.Channels[i];
            var publication = PostDrafts.MakePublication(
                Id<Publication>.New(time),
                postId,
                caller.WorkspaceId,
                channel,
                policy,
                now
            );
            var due = channel.OwnTime(caller.TimeZone) ?? schedule;
            publications.Add(due is null ? publication : publication.ScheduleAt(due, policy, now));
            links[i] = new PostPublication(channel.Channel.Id, publication.Id);
        }

        var post = new Post
        {
            Id = postId,
            WorkspaceId = caller.WorkspaceId,
            Content = content,
            Variants = variants,
            Publications = links,
            Schedule = schedule,
            LatePolicy = policy,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return (post, publications);
    }

    private Outcome<Change> Store(Post post, List<Publication> publications, InspectedPost inspected, IPublicationStarter starter)
    {
        var document = post.ToRow(StoredJson.Default.Post);
        var writes = new List<RowWrite>(3 + (2 * publications.Count)) { RowWrite.Insert(WorkspaceKeys.Post(post.Id), document) };
        var views = new PublicationView[publications.Count];
        var due = new List<DueEntry>(publications.Count);
        for (var i = 0; i < publications.Count; i++)
        {
            var publication = publications[i];
            PublicationRows.Insert(writes, publication);
            views[i] = PublicationView.Of(publication);
            if (publication.DueAt is { } dueAt)
            {
                due.Add(new DueEntry(dueAt, publication.WorkspaceId, publication.Id));
            }
        }

        PostDrafts.AddMediaUses(writes, post.Id, inspected.MediaIds);
        if (PostDrafts.RefuseTooLarge(writes) is { } tooLarge)
        {
            return tooLarge;
        }

        var answer = Answer.Created(
            PostView.Of(post, views, inspected.Findings()),
            ApiJson.Default.PostView,
            $"/api/v1/posts/{post.Id}",
            EntityTag.Of(document.Span)
        );
        return new Change(writes, answer)
        {
            Due = due,
            Afterwards = publications.Exists(nudge.IsNear) ? token => NudgeAsync(publications, starter, token) : null,
        };
    }

    private async Task NudgeAsync(
        List<Publication> publications,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        foreach (var publication in publications)
        {
            await nudge.AfterChangeAsync(starter, before: null, publication, cancellationToken);
        }
    }
}
