using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Simulation.App;

namespace Atlas.Simulation.Networks;

/// <summary>What can be read back of a post whose answer was lost.</summary>
internal sealed class SimReading(SimPlatform network, Boundaries boundaries, World world)
{
    public async Task<FindAnswer> FindAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        await boundaries.CallAsync("find before", cancellationToken);
        var answer = Find(work, notBefore);
        await boundaries.CallAsync("find after", cancellationToken);
        return answer;
    }

    public async Task<FindAnswer> FindCommentAsync(ChildWork work, CancellationToken cancellationToken)
    {
        await boundaries.CallAsync("find comment", cancellationToken);
        if (network.Family == Family.Unreadable)
        {
            return new FindAnswer.Unreadable("The network shows nothing.", Ever: true);
        }

        if (IsDown(work.Publish) is { } down)
        {
            return down;
        }

        var found = network.Comments.FirstOrDefault(comment =>
            comment.PostId == work.PlatformPostId && comment.Text == work.Publish.Content.FirstComment
        );
        return found is null
            ? new FindAnswer.Absent("There is no such comment.", Certain: false)
            : new FindAnswer.Found([new FoundPost(found.Id, Permalink: null, found.At, "the same text")]);
    }

    public async Task<LiveAnswer> ReadLiveAsync(PublishWork work, string postId, CancellationToken cancellationToken)
    {
        await boundaries.CallAsync("read live", cancellationToken);
        if (network.Family == Family.Unreadable)
        {
            return new LiveAnswer.Unreadable("The network shows nothing.", Ever: true);
        }

        if (IsDown(work) is { } down)
        {
            return new LiveAnswer.Unreadable(down.Reason, down.Ever, down.TokenRefused);
        }

        var post = network.Posts.Single(post => post.Id == postId);
        return post.IsDeleted ? new LiveAnswer.Gone() : new LiveAnswer.Shown(post.Content.Text == work.Content.Text);
    }

    private FindAnswer Find(PublishWork work, DateTimeOffset notBefore)
    {
        if (network.Family == Family.Unreadable)
        {
            return new FindAnswer.Unreadable("The network shows nothing.", Ever: true);
        }

        if (IsDown(work) is { } down)
        {
            return down;
        }

        var container = SimCursor.ReadAny(work.Cursor)?.Container;
        if (network.Family == Family.Accepted && container is not null)
        {
            return network.Containers[container].Post is { } accepted
                ? new FindAnswer.Found([Found(accepted)], ProvenLive: true)
                : new FindAnswer.Unreadable("The network has it and is still working on it.", Ever: false, IsProcessing: true);
        }

        if (network.Family is Family.Single or Family.Accepted)
        {
            var listed = Listed(work.Content, notBefore);
            return listed is []
                ? new FindAnswer.Absent("None of the latest posts matches.", Certain: false)
                : new FindAnswer.Found(listed);
        }

        if (container is not { } id)
        {
            return new FindAnswer.Absent("Nothing was prepared.", Certain: true);
        }

        if (network.Containers[id].Post is not { } post)
        {
            return new FindAnswer.Absent("It is prepared, not published.", Certain: true);
        }

        if (network.Family == Family.Upload)
        {
            return new FindAnswer.Found([Found(post)], ProvenLive: true);
        }

        var matches = Listed(work.Content, notBefore);
        return matches is []
            ? new FindAnswer.Unreadable("It is published, and the account's posts don't show it yet.", Ever: false)
            : new FindAnswer.Found(matches, ProvenLive: true);
    }

    /// <summary>A story has no caption: its kind and its time are all that can match.</summary>
    private List<FoundPost> Listed(PostContent content, DateTimeOffset notBefore) =>
        [
            .. network
                .Posts.Where(post =>
                    !post.IsDeleted
                    && post.ListedAt <= world.Now
                    && post.At >= notBefore
                    && post.Content.Type == content.Type
                    && (content.Type == PostType.Story || post.Content.Text == content.Text)
                )
                .OrderBy(post => post.At)
                .Select(Found),
        ];

    private FindAnswer.Unreadable? IsDown(PublishWork work) =>
        !network.Accepts(work.AccessToken.Reveal())
            ? new FindAnswer.Unreadable("The token is refused.", Ever: false, TokenRefused: true)
        : world.Chaos.Chance(world.Chaos.Trouble / 2) ? new FindAnswer.Unreadable("The network could not be read.", Ever: false)
        : null;

    private static FoundPost Found(SimPost post) =>
        new(post.Id, $"https://network.test/{post.Id}", post.At, "type, caption and time match");
}
