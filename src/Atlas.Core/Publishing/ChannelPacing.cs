using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// Keeps a channel's posts apart, exactly: the place is taken in the batch that claims the publication, and what an earlier
/// claim came to is read from its own row. Channels without spacing pay nothing.
/// </summary>
public sealed class ChannelPacing(IRowStore rows, PublicationStore publications, TimeProvider time)
{
    /// <summary>A channel that has just got a spacing has no row yet: so many of its latest posts are looked up once.</summary>
    private const int MostSeeded = 1_000;

    private readonly ExpiringCache<Id<Workspace>, string> _zones = new(time, TimeSpan.FromMinutes(1), capacity: 5_000);

    private readonly ConcurrentDictionary<Id<Channel>, NamedPlaces> _named = new();

    internal async ValueTask<Place> TakeAsync(
        Publication publication,
        PublishWork work,
        IPlatformPublisher publisher,
        CancellationToken cancellationToken
    )
    {
        var channel = work.Channel;
        if (channel.Spacing is not { } spacing)
        {
            return default;
        }

        var (partition, key) = (WorkspaceKeys.Partition(channel.WorkspaceId), WorkspaceKeys.Pace(channel.Id));
        var current = await rows.ReadAsync(partition, key, StoredJson.Default.ChannelPace, cancellationToken);
        var zone = await ZoneAsync(channel.WorkspaceId, cancellationToken);
        var posts =
            current?.Value.Posts ?? await SeedAsync(channel, WallClock.DayOf(time.GetUtcNow(), zone).Start, cancellationToken);
        var known = await ResolveAsync(channel.WorkspaceId, publication.Id, posts, cancellationToken);

        var now = time.GetUtcNow();
        var perDay = spacing.PerDay ?? publisher.DailyPosts?.Limit;
        if (PaceRules.Check([.. known.Select(post => post.At ?? now)], spacing, perDay, zone, now) is { } wait)
        {
            var until = wait.IsDay
                ? wait.Until
                : await PlaceForAsync(publication, wait.Until, spacing.MinGap!.Value, cancellationToken);
            return new Place { Wait = GateWait.For(WaitReason.Spacing, wait.Message, until) };
        }

        var horizon = Earlier(WallClock.DayOf(now, zone).Start, now - (spacing.MinGap ?? TimeSpan.Zero));
        var next = new ChannelPace([
            .. known.Where(post => !(post.At < horizon)).Select(post => post.Post),
            new PacedPost(publication.Id, now, LiveAt: null),
        ]).ToRow(StoredJson.Default.ChannelPace);
        return new Place { Write = current is null ? RowWrite.Insert(key, next) : RowWrite.Replace(key, next, current.ETag) };
    }

    /// <summary>Those who wait for the same gap get places one gap apart, so that they don't all come back to the first.</summary>
    private async ValueTask<DateTimeOffset> PlaceForAsync(
        Publication publication,
        DateTimeOffset free,
        TimeSpan gap,
        CancellationToken cancellationToken
    )
    {
        var named = _named.GetOrAdd(publication.ChannelId, static _ => new NamedPlaces());
        foreach (var (id, at) in named.Doubtful(publication.Id, time.GetUtcNow()))
        {
            var other = await publications.ReadAsync(publication.WorkspaceId, id, cancellationToken);
            named.Heard(id, at, other?.Value, time.GetUtcNow());
        }

        return named.Take(publication, free, gap, time.GetUtcNow());
    }

    /// <summary>
    /// What became of earlier claims. One that came to nothing gives its place back; one whose call may still take effect counts
    /// as live at the last moment at which it can be: null is now, for a call that is under way or that the network works on.
    /// </summary>
    private async ValueTask<IReadOnlyList<(PacedPost Post, DateTimeOffset? At)>> ResolveAsync(
        Id<Workspace> workspace,
        Id<Publication> own,
        IReadOnlyList<PacedPost> posts,
        CancellationToken cancellationToken
    )
    {
        List<(PacedPost, DateTimeOffset?)> known = [];
        foreach (var post in posts)
        {
            if (post.LiveAt is not null)
            {
                known.Add((post, post.LiveAt));
            }
            else if (post.PublicationId != own)
            {
                var other = (await publications.ReadAsync(workspace, post.PublicationId, cancellationToken))?.Value;
                if (other is null or { PublishedAt: not null, State: PublicationState.Published or PublicationState.Removed })
                {
                    // The network's clock may be behind ours: no post is older than its claim.
                    var at = other?.PublishedAt > post.ClaimedAt ? other.PublishedAt : post.ClaimedAt;
                    known.Add((post with { LiveAt = at }, at));
                }
                else if (other.Intent is { } intent)
                {
                    var isOpen = other.State == PublicationState.Publishing || intent.Deadline > time.GetUtcNow();
                    known.Add((post, isOpen ? null : intent.Deadline));
                }
            }
        }

        return known;
    }

    private async Task<IReadOnlyList<PacedPost>> SeedAsync(
        Channel channel,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var from = Earlier(since, now - (channel.Spacing?.MinGap ?? TimeSpan.Zero)).AddDays(-1); // what was due before may have been late
        List<PacedPost> found = [];
        foreach (
            var place in await publications.ListPlacesAsync(
                channel,
                QuotaScope.Channel,
                PublicationGroup.Done,
                from,
                now.AddSeconds(1),
                MostSeeded,
                cancellationToken
            )
        )
        {
            if (
                (await publications.ReadAsync(channel.WorkspaceId, place.Id, cancellationToken))?.Value
                    is { PublishedAt: { } at } other
                && other.ChannelId == channel.Id
            )
            {
                found.Add(new PacedPost(place.Id, at, at));
            }
        }

        return found;
    }

    private async ValueTask<string> ZoneAsync(Id<Workspace> workspace, CancellationToken cancellationToken)
    {
        if (_zones.TryGet(workspace, out var known))
        {
            return known;
        }

        var zone = await rows.ReadTimeZoneAsync(workspace, cancellationToken);
        _zones.Set(workspace, zone);
        return zone;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>Where a publication comes in its channel's row of posts.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place
{
    /// <summary>It has to wait.</summary>
    public GateWait? Wait { get; init; }

    /// <summary>What takes the place, to be written with the claim; null where the channel keeps no distance.</summary>
    public RowWrite? Write { get; init; }
}
