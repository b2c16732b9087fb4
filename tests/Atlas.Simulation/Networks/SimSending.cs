using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Simulation.App;

namespace Atlas.Simulation.Networks;

/// <summary>The calls that change something at the network.</summary>
internal sealed class SimSending(SimPlatform network, Boundaries boundaries, World world)
{
    public async Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        await boundaries.CallAsync($"{step.Name} before", cancellationToken);
        var cursor = SimCursor.Read(work.Cursor, work.ContentHash);
        StepAnswer answer;
        if (step.Name == "publish")
        {
            answer = await PublishAsync(work, cursor, cancellationToken);
        }
        else
        {
            answer =
                Refusal(work, cursor)
                ?? step.Name switch
                {
                    "container" => Make(cursor),
                    "watch" => Watch(cursor, network.Containers[cursor.Container!]),
                    _ => Poll(cursor, network.Containers[cursor.Container!]),
                };
        }

        await boundaries.CallAsync($"{step.Name} after", cancellationToken);
        return answer;
    }

    public async Task<StepAnswer> CommentAsync(ChildWork work, CancellationToken cancellationToken)
    {
        await boundaries.CallAsync("comment before", cancellationToken);
        if (Refusal(work.Publish, cursor: null) is { } refusal)
        {
            return refusal;
        }

        var comment = new SimComment(network.NextId("k"), work.PlatformPostId, work.Publish.Content.FirstComment!, world.Now);
        network.Comments.Add(comment);
        await boundaries.CallAsync("comment after", cancellationToken);
        return Garbled() ?? new StepAnswer.Done(comment.Id, Permalink: null, PublishedAt: null, Cursor: null);
    }

    public async Task<StepAnswer> ChangeAsync(
        string name,
        PublishWork work,
        string postId,
        Action<SimPost> change,
        CancellationToken cancellationToken
    )
    {
        await boundaries.CallAsync($"{name} before", cancellationToken);
        var isMade = network.Changes.Contains((name, postId, work.ContentHash));
        if (
            Refusal(work, cursor: null) is { } refusal
            && !(isMade && refusal is StepAnswer.Refused { Class: RefusalClass.Rejected })
        )
        {
            return refusal;
        }

        network.Changes.Add((name, postId, work.ContentHash));
        change(network.Posts.Single(post => post.Id == postId));
        await boundaries.CallAsync($"{name} after", cancellationToken);
        return Garbled() ?? new StepAnswer.Done(postId, Permalink: null, PublishedAt: null, work.Cursor);
    }

    private async Task<StepAnswer> PublishAsync(PublishWork work, SimCursor cursor, CancellationToken cancellationToken)
    {
        var call = new SimCall(World.Current.Value, work.Content, world.Now);
        world.Judge.OnSend(call, boundaries.Process);
        if (Refusal(work, cursor) is { } refusal)
        {
            return refusal;
        }

        var container = cursor.Container is null ? null : network.Containers[cursor.Container];
        if (container is not null && container.Expires <= world.Now)
        {
            return Refused(RefusalClass.Transient, "expired", cursor: null);
        }

        if (network.FindRepeat(work.Content) is { } repeated)
        {
            return new StepAnswer.Done(repeated.Id, Permalink: null, repeated.At, cursor.Write());
        }

        if (world.Chaos.Chance(world.Chaos.Trouble / 3))
        {
            return Unknown(); // a server error before its effect
        }

        network.Calls.Add(call);
        if (network.Family == Family.Accepted)
        {
            return Garbled() ?? Accept(call, cursor);
        }

        SimPost? post = null;
        var flight = world.Chaos.Chance(world.Chaos.Trouble / 2) ? world.Chaos.Upto(SimPlatform.LongestFlight) : TimeSpan.Zero;
        if (flight == TimeSpan.Zero)
        {
            post = network.Publish(call, container);
        }
        else
        {
            var landed = new TaskCompletionSource();
            world.Around(async () =>
            {
                await world.DelayAsync(flight);
                post = network.Publish(call, container);
                landed.SetResult();
            });
            await landed.Task.WaitAsync(cancellationToken);
        }

        return Garbled() ?? new StepAnswer.Done(post!.Id, $"https://network.test/{post.Id}", post.At, cursor.Write());
    }

    /// <summary>It is the network's now: nothing that its sender does or leaves keeps it from going live.</summary>
    private StepAnswer.Continue Accept(SimCall call, SimCursor cursor)
    {
        var id = network.NextId("a");
        var accepted = new SimContainer(DateTimeOffset.MaxValue);
        network.Containers.Add(id, accepted);
        world.Around(async () =>
        {
            await world.DelayAsync(world.Chaos.Upto(SimPlatform.LongestFlight));
            network.Publish(call, accepted);
        });
        return new StepAnswer.Continue((cursor with { Container = id }).Write());
    }

    private static StepAnswer Watch(SimCursor cursor, SimContainer accepted) =>
        accepted.Post is { } post ? new StepAnswer.Done(post.Id, Permalink: null, post.At, cursor.Write()) : Unknown();

    private StepAnswer.Continue Make(SimCursor cursor)
    {
        var id = network.NextId("c");
        var life = world.Chaos.Chance(0.1) ? TimeSpan.FromMinutes(10) : TimeSpan.FromHours(20);
        network.Containers.Add(id, new SimContainer(world.Now + life));
        return new StepAnswer.Continue((cursor with { Container = id }).Write());
    }

    private StepAnswer Poll(SimCursor cursor, SimContainer container)
    {
        if (container.Polls++ == 0 && world.Chaos.Chance(0.5))
        {
            return new StepAnswer.Wait(
                world.Chaos.Upto(world.Random.Next(4) == 0 ? 600 : 20),
                cursor.Write(),
                "It is being processed."
            );
        }

        return container.Expires <= world.Now
            ? Refused(RefusalClass.Transient, "expired", cursor: null)
            : new StepAnswer.Ready((cursor with { IsReady = true }).Write(), container.Expires);
    }

    /// <summary>Null where the network does as it is told.</summary>
    private StepAnswer? Refusal(PublishWork work, SimCursor? cursor)
    {
        if (!network.Accepts(work.AccessToken.Reveal()))
        {
            return Refused(RefusalClass.Reconnect, "token", cursor?.Write());
        }

        if (!world.Chaos.Chance(world.Chaos.Trouble / 2))
        {
            return null;
        }

        switch (world.Random.Next(8))
        {
            case 0:
                network.EndToken();
                return Refused(RefusalClass.Reconnect, "token", cursor?.Write());
            case 1 when network.Family != Family.Accepted || cursor?.Container is null:
                return Refused(RefusalClass.Rejected, "rule", cursor: null);
            case 2 or 3:
                return Refused(RefusalClass.RateLimited, "limit", cursor?.Write(), world.Now + world.Chaos.Upto(1200));
            default:
                return Refused(RefusalClass.Transient, "busy", cursor?.Write());
        }
    }

    private StepAnswer? Garbled() => world.Chaos.Chance(world.Chaos.Trouble / 2) ? Unknown() : null;

    private static StepAnswer.Unknown Unknown() => new(new PlatformProblem("500", "The network answered 500.", "", Source: null));

    private static StepAnswer.Refused Refused(RefusalClass @class, string code, string? cursor, DateTimeOffset? retryAt = null) =>
        new(@class, new PlatformProblem(code, $"The network says {code}.", "Look.", Source: null), cursor, retryAt);
}
