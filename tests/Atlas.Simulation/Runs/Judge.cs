using Atlas.Core;
using Atlas.Core.Audit;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Simulation.App;
using Atlas.Simulation.Engine;
using Atlas.Simulation.Networks;

namespace Atlas.Simulation.Runs;

/// <summary>Holds what the network's followers see against what the ledger says.</summary>
internal sealed class Judge(World world)
{
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(10);

    private readonly LedgerView _ledger = new(world);

    /// <summary>Posts that the app has said to have, and nobody has deleted.</summary>
    public HashSet<Id<Post>> Acknowledged { get; } = [];

    /// <summary>What a person has called off by disconnecting its channel, and not asked for again.</summary>
    public HashSet<Id<Publication>> CalledOff { get; } = [];

    /// <summary>How often a person was told that the channel is disconnected now.</summary>
    public int Disconnections { get; set; }

    public bool IsSettled() =>
        world.Queue.Waiting == 0
        && _ledger.Channel()?.State == Core.Channels.ChannelState.Connected
        && _ledger.Publications().All(publication => publication.State.IsSettled())
        && OpenChildSteps().Count == 0;

    public IReadOnlyDictionary<string, int> Outcomes() =>
        _ledger.Publications().CountBy(publication => publication.State.ToString()).ToDictionary();

    /// <summary>Who works on a publication, as far as the ledger knows.</summary>
    public (PublicationState State, DateTimeOffset? LeasedUntil)? ClaimOf(Id<Publication> id) =>
        _ledger.Publication(id) is { } publication ? (publication.State, publication.Lease?.Until) : null;

    /// <summary>The visible call leaves its sender.</summary>
    public void OnSend(SimCall call, SimProcess sender)
    {
        var name = world.NameOf(call.Publication);
        world.Note(sender.Name, $"SENDS {name}");
        if (_ledger.Publication(call.Publication) is not { } publication)
        {
            world.Violations.Add($"{name} was sent though it is deleted.");
            return;
        }

        Check(publication.State == PublicationState.Publishing, $"{name} was sent while it is {publication.State}.");
        Check(publication.Lease?.Until > sender.Time.GetUtcNow(), $"{name} was sent without a lease.");
        Check(publication.DueAt <= world.Now + s_skew, $"{name} was sent before its time.");
        var hash = ContentHash.Of(call.Content);
        Check(publication.ApprovedHash == hash && publication.ContentHash == hash, $"{name} was sent with what nobody approved.");
        Check(
            publication.Intent is { } intent && !publication.LatePolicy.Stops(publication.DueAt!.Value, intent.At),
            $"{name} was sent later than its policy allows."
        );
        Check(!CalledOff.Contains(call.Publication), $"{name} was sent though its channel's disconnection called it off.");
    }

    public void AtTheEnd()
    {
        var publications = _ledger.Publications();
        var owned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var publication in publications)
        {
            var name = world.NameOf(publication.Id);
            Check(publication.State.IsSettled(), $"{name} is still {publication.State} ({publication.Waiting?.Message}).");
            Check(
                publication is { Lease: null, Intent: null } || !publication.State.IsSettled(),
                $"{name} is settled and claimed."
            );
            Check(
                publication.State != PublicationState.Failed || publication.Failure is not null,
                $"{name} failed for no reason."
            );
            if (publication.State is PublicationState.Published or PublicationState.Removed)
            {
                CheckLive(publication, name);
                Check(owned.Add(publication.PlatformPostId!), $"{name} has another publication's post.");
            }
        }

        foreach (var post in world.Platform.Posts)
        {
            Check(
                owned.Contains(post.Id),
                $"{post.Id} is live for {world.NameOf(post.Call.Publication)} and the ledger doesn't say so."
            );
            var comments = world.Platform.Comments.Count(comment => comment.PostId == post.Id);
            Check(comments <= 1, $"{post.Id} has its first comment {comments} times.");
        }

        CheckRows(publications);
        CheckAudit();
    }

    /// <summary>What the workspace's audit log tells of the connection is how it is, in the order in which it was written.</summary>
    private void CheckAudit()
    {
        var told = _ledger.Audit().Where(entry => entry.Target.StartsWith("channel:", StringComparison.Ordinal)).ToList();
        Check(
            Disconnections == 0 || told.Exists(entry => entry.Action == AuditAction.ChannelDisconnected),
            "A disconnection was acknowledged, and the audit log doesn't tell of it."
        );
        Check(
            told.FindLast(entry =>
                entry.Action
                    is AuditAction.ChannelConnected
                        or AuditAction.ChannelReconnected
                        or AuditAction.ChannelDisconnected
                        or AuditAction.ChannelNeedsReconnect
            )
                is { Action: AuditAction.ChannelConnected or AuditAction.ChannelReconnected }
                || _ledger.Channel()?.State != Core.Channels.ChannelState.Connected,
            "The channel is connected, and the audit log ends otherwise."
        );
    }

    private void CheckLive(Publication publication, string name)
    {
        if (world.Platform.Posts.FirstOrDefault(post => post.Id == publication.PlatformPostId) is not { } post)
        {
            world.Violations.Add(
                $"{name} is {publication.State} as {publication.PlatformPostId}, which the network doesn't know."
            );
            return;
        }

        // A person has been told to look, because an attempt whose answer was lost may have taken effect.
        var isUnclear = publication.Timeline.Any(entry => entry.Event is LiveChangeStep.ChangeUnclear);
        Check(
            post.IsDeleted == (publication.State == PublicationState.Removed) || isUnclear,
            $"{name} is {publication.State}, and its post is {(post.IsDeleted ? "deleted" : "live")}."
        );
        Check(
            post.IsDeleted
                || isUnclear
                || post.Content.Type == publication.Content.Type && post.Content.Text == publication.Content.Text,
            $"{name} is live with other content than the ledger says."
        );
        Check(
            publication.Timeline.Count(entry => entry.Event == "published") == 1,
            $"{name} has {publication.Timeline.Count(entry => entry.Event == "published")} times 'published' in its timeline."
        );
        Check(
            (publication.PublishedAt!.Value - post.At).Duration() < TimeSpan.FromMinutes(3),
            $"{name} says that it went live at {publication.PublishedAt}, not {post.At}."
        );
        var calls = world.Platform.Calls.Count(call => call.Publication == publication.Id);
        var claims = publication.Timeline.Count(entry => entry.Event == "claimed");
        Check(claims >= calls || publication.Timeline.Count >= 58, $"{name} was sent {calls} times and claimed {claims} times.");
    }

    private void CheckRows(IReadOnlyList<Publication> publications)
    {
        foreach (var step in OpenChildSteps())
        {
            world.Violations.Add($"{step.Name} of {world.NameOf(step.PublicationId)} is still {step.State}.");
        }

        foreach (
            var step in _ledger.ChildSteps().Where(step => step is { Name: ChildStep.FirstComment, State: ChildStepState.Done })
        )
        {
            Check(
                world.Platform.Comments.Any(comment => comment.Id == step.PlatformId),
                $"The first comment of {world.NameOf(step.PublicationId)} is done, and the network doesn't know it."
            );
        }

        var expected = publications.Select(PublicationRows.IndexKey).Order(StringComparer.Ordinal);
        Check(expected.SequenceEqual(_ledger.IndexKeys()), "The lists of the workspace differ from its publications.");
        var posts = _ledger.Posts().Select(post => post.Id).ToHashSet();
        foreach (var post in Acknowledged.Where(post => !posts.Contains(post)))
        {
            world.Violations.Add($"The acknowledged post {world.NameOf(post)} is gone.");
        }
    }

    private List<ChildStep> OpenChildSteps()
    {
        var live = _ledger.Publications().Where(publication => publication.State == PublicationState.Published);
        var ids = live.Select(publication => publication.Id).ToHashSet();
        return [.. _ledger.ChildSteps().Where(step => !step.IsSettled && ids.Contains(step.PublicationId))];
    }

    private void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            world.Note("judge", otherwise);
            world.Violations.Add(otherwise);
        }
    }
}
