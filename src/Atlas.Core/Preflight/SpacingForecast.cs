using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Preflight;

/// <summary>Says ahead that a post would wait, because its channel has others too near to it or too many on its day.</summary>
public sealed class SpacingForecast(IRowStore rows, PublicationStore publications)
{
    /// <summary>Of publications whose place in the list doesn't say when they are due or live: those that an older version has stored.</summary>
    private const int MostRead = 200;

    private const string Source = "Atlas: the channel's spacing";

    internal async ValueTask<IReadOnlyList<Finding>> CheckAsync(
        IPlatformPublisher publisher,
        Channel channel,
        DateTimeOffset due,
        Id<Publication>? own,
        CancellationToken cancellationToken
    )
    {
        if (channel.Spacing is not { } spacing)
        {
            return [];
        }

        List<Finding> findings = [];
        if (spacing.MinGap is { } gap)
        {
            var near = await LookAsync(channel, due - gap, due + gap, own, cancellationToken);
            if (near.Where(at => (at - due).Duration() < gap).ToList() is { Count: > 0 } close)
            {
                var other = close.MinBy(at => (at - due).Duration());
                findings.Add(
                    new Finding(
                        FindingSeverity.Warning,
                        "schedule",
                        "atlas.spacing.gap",
                        string.Create(CultureInfo.InvariantCulture, $"{gap.TotalMinutes:0.##} minutes"),
                        string.Create(CultureInfo.InvariantCulture, $"{(other - due).Duration().TotalMinutes:0.##} minutes"),
                        $"The channel has a post at {other:u}. The later of the two would wait until the gap is over: move one of them.",
                        Source
                    )
                );
            }
        }

        if ((spacing.PerDay ?? publisher.DailyPosts?.Limit) is { } perDay)
        {
            var day = WallClock.DayOf(due, await rows.ReadTimeZoneAsync(channel.WorkspaceId, cancellationToken));
            var others = (await LookAsync(channel, day.Start, day.End, own, cancellationToken)).Count;
            if (others >= perDay)
            {
                findings.Add(
                    new Finding(
                        FindingSeverity.Warning,
                        "schedule",
                        "atlas.spacing.day",
                        $"{perDay} posts a day",
                        $"{others + 1} posts",
                        $"The channel has {others} posts on that day already and takes {perDay}. One of them would wait for the next day: move it.",
                        Source
                    )
                );
            }
        }

        return findings;
    }

    /// <summary>When the channel's other posts are due: those on their way, and those that have gone out.</summary>
    private async Task<List<DateTimeOffset>> LookAsync(
        Channel channel,
        DateTimeOffset from,
        DateTimeOffset before,
        Id<Publication>? own,
        CancellationToken cancellationToken
    )
    {
        var read = 0;
        List<DateTimeOffset> found = [];
        foreach (var group in (PublicationGroup[])[PublicationGroup.Open, PublicationGroup.Done])
        {
            var places = await publications.ListPlacesAsync(
                channel,
                QuotaScope.Channel,
                group,
                from,
                before,
                RowLimits.MaxPage,
                cancellationToken
            );
            foreach (var place in places.Where(place => place.Id != own))
            {
                if (place.Counts is { } counts)
                {
                    if (counts)
                    {
                        found.Add(place.At);
                    }
                }
                else if (
                    ++read <= MostRead
                    && (await publications.ReadAsync(channel.WorkspaceId, place.Id, cancellationToken))?.Value is { } other
                    && other.ChannelId == channel.Id
                    && other.State is not (PublicationState.Draft or PublicationState.Cancelled)
                )
                {
                    found.Add(other.PublishedAt ?? other.DueAt!.Value);
                }
            }
        }

        return found;
    }
}
