using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Core.Tests.Publishing;

/// <summary>
/// A network with containers, as its followers and its API see it: a container is made, polled, and published once. What goes
/// wrong, and where, is the world's decision.
/// </summary>
internal sealed class FakeNetwork(PublishingWorld world) : IPlatformPublisher
{
    private readonly Dictionary<string, string?> _containers = [];
    private readonly Dictionary<string, (string Text, string Hash, DateTimeOffset At)> _accepted = [];

    public List<LivePost> Live { get; } = [];

    public List<string> Comments { get; } = [];

    public List<string> Edits { get; } = [];

    public Platform Platform => Platform.Instagram;

    /// <summary>Answers that the network gives instead of doing anything, one for each call.</summary>
    public Queue<StepAnswer> Refusals { get; } = new();

    /// <summary>What a step by that name answers instead of doing anything; null for the real thing.</summary>
    public Func<string, StepAnswer?> Instead { get; set; } = _ => null;

    /// <summary>How long the network works on what it has accepted; null where it publishes within the call.</summary>
    public TimeSpan? Processing { get; set; }

    public bool FetchesFiles { get; set; }

    public IReadOnlyList<QuotaCost> Quotas { get; set; } = [];

    /// <summary>How many calls it has had, looks among posts left out.</summary>
    public int Calls { get; private set; }

    /// <summary>Posts that look the same, which a look shows beside the container's own.</summary>
    public List<FoundPost> AlsoShown { get; } = [];

    /// <summary>What a look for a post that is not live shows all the same; null for nothing.</summary>
    public Func<FindAnswer?> LooksLike { get; set; } = () => null;

    /// <summary>Whether the network can be asked what is live.</summary>
    public bool Readable { get; set; } = true;

    public PlatformAbilities Abilities { get; } =
        new([new("Post", Edit: "text", Delete: true, FirstComment: true, Insights: false)]);

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) => "Post";

    public IReadOnlyList<Finding> Check(PublishDraft draft) =>
        draft.Content.Text.Contains("forbidden", StringComparison.Ordinal)
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
            ['a', ..] => new PublishStep("watch", StepEffect.Once, Visible: true),
            _ => new PublishStep("publish", StepEffect.Once, Visible: true),
        };

    public async Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        Calls++;
        await world.BoundaryAsync($"{step.Name} before", cancellationToken);
        if (Refusals.TryDequeue(out var refusal))
        {
            return refusal;
        }

        if (Instead(step.Name) is { } answer)
        {
            return answer;
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
            case "watch":
                return Accepted(work.Cursor!) is { } done
                    ? new StepAnswer.Done(done.Id, $"https://fake/{done.Id}", done.At, work.Cursor)
                    : new StepAnswer.Unknown(new PlatformProblem("fake.processing", "It is being processed.", "", null));
            default:
                var container = work.Cursor!["ready ".Length..];
                if (Processing is { } time)
                {
                    _accepted.Add(container, (work.Content.Text, work.ContentHash, world.Clock.GetUtcNow() + time));
                    await world.BoundaryAsync("publish after", cancellationToken);
                    return new StepAnswer.Continue($"accepted {container}");
                }

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

        if (work.IsRestored)
        {
            return Live.Find(post => post.ContentHash == work.ContentHash) is { } live
                ? new FindAnswer.Found([new FoundPost(live.Id, $"https://fake/{live.Id}", live.At, "the same content")])
                : new FindAnswer.Absent("no post of the account has this content", Certain: false);
        }

        var container = work.Cursor?.Split(' ')[^1];
        if (container is not null && _accepted.ContainsKey(container))
        {
            return Accepted(work.Cursor!) is { } done
                ? new FindAnswer.Found(
                    [new FoundPost(done.Id, $"https://fake/{done.Id}", done.At, "processed")],
                    ProvenLive: true
                )
                : new FindAnswer.Unreadable("The network is still processing it.", Ever: false, IsProcessing: true);
        }

        if (container is not null && _containers[container] is { } id)
        {
            return new FindAnswer.Found([
                new FoundPost(id, $"https://fake/{id}", null, "the container says published"),
                .. AlsoShown,
            ]);
        }

        if (container is null && Live.Find(post => post.ContentHash == work.ContentHash && post.At >= notBefore) is { } seen)
        {
            return new FindAnswer.Found([new FoundPost(seen.Id, $"https://fake/{seen.Id}", seen.At, "the same content")]);
        }

        return LooksLike() ?? new FindAnswer.Absent("the container is unpublished", Certain: true);
    }

    public IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => Quotas;

    public IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) =>
        [.. Quotas.Select(cost => new QuotaBudget(cost.Quota, cost.Name, cost.Limit, cost.Window, cost.Scope, cost.Source))];

    public bool FetchesMedia(PublishDraft draft) => FetchesFiles;

    /// <summary>The post that was accepted, once it is live.</summary>
    private LivePost? Accepted(string cursor)
    {
        var container = cursor.Split(' ')[^1];
        var (text, hash, at) = _accepted[container];
        if (_containers[container] is null && at <= world.Clock.GetUtcNow())
        {
            var post = new LivePost($"m{Live.Count + 1}", text, hash, at);
            _containers[container] = post.Id;
            Live.Add(post);
        }

        return Live.Find(post => post.Id == _containers[container]);
    }

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        content.FirstComment is { Length: > 0 } ? [new ChildPlan(ChildStep.FirstComment)] : [];

    /// <summary>What a first comment is answered instead of being made; null for the real thing.</summary>
    public StepAnswer? CommentAnswer { get; set; }

    public PublishStep NextChildStep(ChildWork work) => new("comment", StepEffect.Once, Visible: true);

    public async Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken)
    {
        await world.BoundaryAsync("comment before", cancellationToken);
        if (CommentAnswer is { } answer)
        {
            return answer;
        }

        Comments.Add(work.Publish.Content.FirstComment!);
        await world.BoundaryAsync("comment after", cancellationToken);
        return new StepAnswer.Done($"comment-{Comments.Count}", null, null, null);
    }

    public async Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        await world.BoundaryAsync("find comment", cancellationToken);
        return Comments.IndexOf(work.Publish.Content.FirstComment!) is >= 0 and var at
            ? new FindAnswer.Found([new FoundPost($"comment-{at + 1}", null, null, "same text")])
            : new FindAnswer.Absent("no comment of ours", Certain: false);
    }

    /// <summary>What changes and removals are answered, one for each call, and whether they took effect.</summary>
    public Queue<(bool HasEffect, StepAnswer? Answer)> Changes { get; } = new();

    /// <summary>What a look at a live post says instead of the truth; null for the truth.</summary>
    public Func<LiveAnswer?> Look { get; set; } = () => null;

    public int Looks { get; private set; }

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        Edits.Add(work.Content.Text);
        return ChangeAsync(platformPostId, post => post with { Text = work.Content.Text });
    }

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        ChangeAsync(platformPostId, _ => null);

    public Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken)
    {
        Looks++;
        var post = Live.Find(post => post.Id == platformPostId);
        return Task.FromResult(
            Look() ?? (post is null ? new LiveAnswer.Gone() : new LiveAnswer.Shown(post.Text == work.Content.Text))
        );
    }

    private Task<StepAnswer> ChangeAsync(string id, Func<LivePost, LivePost?> change)
    {
        var (hasEffect, answer) = Changes.TryDequeue(out var next) ? next : (true, null);
        if (hasEffect && Live.FindIndex(post => post.Id == id) is >= 0 and var at)
        {
            var changed = change(Live[at]);
            Live.RemoveAt(at);
            if (changed is not null)
            {
                Live.Insert(at, changed);
            }
        }

        return Task.FromResult(answer ?? new StepAnswer.Done(id, Permalink: null, PublishedAt: null, Cursor: null));
    }
}

internal sealed record LivePost(string Id, string Text, string ContentHash, DateTimeOffset At);
