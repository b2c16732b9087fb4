using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Preflight;

/// <summary>
/// Says ahead that a network's budget will be used up: "the 26th Reel of that day". It counts what the workspace has published or
/// scheduled in the window; what others publish with the same app or account it can't know.
/// </summary>
public sealed class QuotaForecast(PublicationStore publications, MediaAssets assets, TimeProvider time)
{
    /// <summary>A workspace with more than this in one window is not counted to the end: the forecast then says at least.</summary>
    private const int MostLooked = 1_000;

    /// <summary>Of publications whose place in the list doesn't say what they take: those that an older version has stored.</summary>
    private const int MostRead = 500;

    // A count may be a little old: a burst of posts for one channel counts once.
    private readonly ExpiringCache<(string Quota, Id<Channel> Channel, long Hour), int> _counts = new(
        time,
        TimeSpan.FromSeconds(30),
        capacity: 5_000
    );

    /// <param name="own">The publication itself, which is not counted; null for one that is not stored yet.</param>
    public async ValueTask<IReadOnlyList<Finding>> CheckAsync(
        IPlatformPublisher publisher,
        PublishDraft draft,
        DateTimeOffset due,
        Id<Publication>? own,
        CancellationToken cancellationToken
    )
    {
        List<Finding>? findings = null;
        foreach (var cost in publisher.Costs(draft))
        {
            var used = await CountAsync(publisher, draft, cost, due, own, cancellationToken);
            if (used + cost.Units > cost.Limit)
            {
                (findings ??= []).Add(FindingOf(cost, used, due));
            }
        }

        return findings ?? (IReadOnlyList<Finding>)[];
    }

    /// <summary>As <see cref="Publication.Takes"/>.</summary>
    public static IReadOnlyDictionary<string, int> Takes(IPlatformPublisher publisher, PublishDraft draft) =>
        publisher.Costs(draft).GroupBy(cost => cost.Quota).ToDictionary(cost => cost.Key, cost => cost.Sum(one => one.Units));

    private static Finding FindingOf(QuotaCost cost, int used, DateTimeOffset due)
    {
        var window = QuotaWindows.InWords(cost.Window);
        var message =
            cost.Units == 1
                ? $"By {due:u} this would be number {used + 1} of {cost.Limit} {cost.Name} {window}. It would wait until there is room: move it, or others."
                : $"By {due:u} {used} of {cost.Limit} {cost.Name} {window} are planned, and this needs {cost.Units}. It would wait until there is room: move it, or others.";
        return new Finding(
            FindingSeverity.Warning,
            "schedule",
            $"{cost.Quota}.forecast",
            $"{cost.Limit} {cost.Name} {window}",
            $"{used + cost.Units}",
            message,
            cost.Source
        );
    }

    private async ValueTask<int> CountAsync(
        IPlatformPublisher publisher,
        PublishDraft draft,
        QuotaCost cost,
        DateTimeOffset due,
        Id<Publication>? own,
        CancellationToken cancellationToken
    )
    {
        var channel = draft.Channel;
        var key = (cost.Quota, channel.Id, due.Ticks / TimeSpan.TicksPerHour);
        if (own is null && _counts.TryGet(key, out var known))
        {
            return known;
        }

        var used = 0;
        var counted = 0;
        foreach (var place in await InWindowAsync(channel, cost, due, cancellationToken))
        {
            if (place.Id == own)
            {
                continue;
            }

            if (place.UnitsOf(cost.Quota) is { } units)
            {
                used += units;
            }
            else if (
                ++counted <= MostRead
                && (await publications.ReadAsync(channel.WorkspaceId, place.Id, cancellationToken))?.Value is { } other
                && PublicationPlace.CountsFor(other.State)
                && other.Platform == channel.Platform
                && (cost.Scope == QuotaScope.App || other.ChannelId == channel.Id)
            )
            {
                var costs = await PublicationCosts.OfAsync(assets, publisher, channel, draft.App, other, cancellationToken);
                used += costs.Where(taken => taken.Quota == cost.Quota).Sum(taken => taken.Units);
            }
        }

        if (own is null)
        {
            _counts.Set(key, used);
        }

        return used;
    }

    private async ValueTask<IReadOnlyList<PublicationPlace>> InWindowAsync(
        Channel channel,
        QuotaCost cost,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        var (from, before) = (QuotaWindows.StartOf(cost.Window, due), due.AddTicks(TimeSpan.TicksPerSecond));
        List<PublicationPlace> found = [];
        foreach (var group in (PublicationGroup[])[PublicationGroup.Open, PublicationGroup.Done])
        {
            found.AddRange(
                await publications.ListPlacesAsync(channel, cost.Scope, group, from, before, MostLooked, cancellationToken)
            );
        }

        return found;
    }
}
