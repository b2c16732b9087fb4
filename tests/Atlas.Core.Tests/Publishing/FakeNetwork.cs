using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Core.Tests.Publishing;

/// <summary>
/// A network with containers, as its followers and its API see it: a container is made, polled, and published once. What goes
/// wrong, and where, is the world's decision.
/// </summary>
internal sealed class FakeNetwork(PublishingWorld world) : IPlatformPublisher
{
    private readonly Dictionary<string, string?> _containers = [];

    public List<LivePost> Live { get; } = [];

    public List<string> Comments { get; } = [];

    public Platform Platform => Platform.Instagram;

    /// <summary>Answers that the network gives instead of doing anything, one for each call.</summary>
    public Queue<StepAnswer> Refusals { get; } = new();

    /// <summary>Whether the network can be asked what is live.</summary>
    public bool Readable { get; set; } = true;

    public IReadOnlyList<Finding> Check(PostContent content, IReadOnlyList<MediaAsset> media, Channel channel) =>
        content.Text.Contains("forbidden", StringComparison.Ordinal)
            ?
            [
                new Finding(
                    FindingSeverity.Error,
                    "text",
                    "fake.text",
                    null,
                    null,
                    "That word is refused.",
                    "the fake network's manual"
                ),
            ]
            : [];

    public PublishStep NextStep(PublishWork work) =>
        work.Cursor switch
        {
            null => new PublishStep("container", StepEffect.Repeatable, Visible: false),
            ['c', ..] => new PublishStep("poll", StepEffect.None, Visible: false),
            _ => new PublishStep("publish", StepEffect.Once, Visible: true),
        };

    public async Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        await world.BoundaryAsync($"{step.Name} before", cancellationToken);
        if (Refusals.TryDequeue(out var refusal))
        {
            return refusal;
        }

        switch (step.Name)
        {
            case "container":
                var id = $"c{_containers.Count + 1}";
                _containers.Add(id, null);
                await world.BoundaryAsync("container after", cancellationToken);
                return new StepAnswer.Continue(id);
            case "poll":
                return new StepAnswer.Ready($"ready {work.Cursor}", world.Clock.GetUtcNow().AddHours(20));
            default:
                var container = work.Cursor!["ready ".Length..];
                if (_containers[container] is null)
                {
                    var post = new LivePost($"m{Live.Count + 1}", work.Content.Text, work.ContentHash, world.Clock.GetUtcNow());
                    _containers[container] = post.Id;
                    Live.Add(post);
                }

                await world.BoundaryAsync("publish after", cancellationToken);
                return world.LosesAnswer()
                    ? new StepAnswer.Unknown(new PlatformProblem("fake.500", "The network answered 500.", "", null))
                    : new StepAnswer.Done(
                        _containers[container]!,
                        $"https://fake/{_containers[container]}",
                        world.Clock.GetUtcNow(),
                        work.Cursor
                    );
        }
    }

    public async Task<FindAnswer> FindPublishedAsync(
        PublishWork work,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        await world.BoundaryAsync("find", cancellationToken);
        if (!Readable)
        {
            return new FindAnswer.Unreadable("The network has no way to list posts.", Ever: true);
        }

        var container = work.Cursor?["ready ".Length..];
        if (container is not null && _containers[container] is { } id)
        {
            return new FindAnswer.Found([new FoundPost(id, $"https://fake/{id}", null, "the container says published")]);
        }

        return new FindAnswer.Absent("the container is unpublished", Certain: true);
    }

    public async Task<StepAnswer> CommentAsync(
        PublishWork work,
        string platformPostId,
        string text,
        CancellationToken cancellationToken
    )
    {
        await world.BoundaryAsync("comment before", cancellationToken);
        Comments.Add(text);
        await world.BoundaryAsync("comment after", cancellationToken);
        return new StepAnswer.Done($"comment-{Comments.Count}", null, null, null);
    }

    public async Task<FindAnswer> FindCommentAsync(
        PublishWork work,
        string platformPostId,
        string text,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        await world.BoundaryAsync("find comment", cancellationToken);
        return Comments.IndexOf(text) is >= 0 and var at
            ? new FindAnswer.Found([new FoundPost($"comment-{at + 1}", null, null, "same text")])
            : new FindAnswer.Absent("no comment of ours", Certain: false);
    }
}

internal sealed record LivePost(string Id, string Text, string ContentHash, DateTimeOffset At);
