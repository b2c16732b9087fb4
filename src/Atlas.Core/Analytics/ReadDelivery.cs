using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Analytics;

/// <summary>Answers how well a workspace's posts went out, and what waits for what.</summary>
public sealed class ReadDelivery(IRowStore rows, SumDelivery deliveries, IOptions<PublishingOptions> settings, TimeProvider time)
{
    /// <summary>A year and the day after it.</summary>
    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(367);

    private static readonly TimeSpan s_usual = TimeSpan.FromDays(6);
    private const int MostLookedAt = 2000;

    /// <summary>Older questions about lost answers are in the list of publications, by their state.</summary>
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(7);

    private readonly DeliveryIndex _index = new(rows);

    public async Task<Outcome<Answer>> HandleAsync(Caller caller, DeliveryQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var to = query.To < now ? query.To.Value : now;
        var from = query.From ?? DeliveryPeriod.Day(to - s_usual, caller.TimeZone).From;
        if (from > to || to - from > LongestPeriod)
        {
            return Problem.InvalidParameter(
                "from",
                "The period begins before its end and in the past, and is at most a year long."
            );
        }

        var period = new DeliveryPeriod(Milliseconds(from), Milliseconds(to));
        if (await deliveries.SumAsync(caller.WorkspaceId, period, caller.TimeZone, cancellationToken) is not { } totals)
        {
            return Problem.BeingSummedUp();
        }

        var channels = totals.Channels.Where(channel => query.Asks(channel.ChannelId, channel.Platform)).ToList();
        var (waiting, isPartial) = await WaitingAsync(caller.WorkspaceId, query, now, cancellationToken);
        var platforms = channels.Select(channel => channel.Platform).Concat(waiting.Select(publication => publication.Platform));
        return Answer.Ok(
            new DeliveryView(
                period.From,
                period.Before,
                caller.TimeZone,
                Figures(channels),
                [
                    .. platforms
                        .Distinct()
                        .Order()
                        .Select(platform => new NetworkDeliveryView(
                            platform,
                            Figures(channels.Where(channel => channel.Platform == platform)),
                            ByReason(waiting.Where(publication => publication.Platform == platform))
                        )),
                ],
                ByReason(waiting),
                isPartial
            ),
            ApiJson.Default.DeliveryView
        );
    }

    /// <summary>As exact as the lists are.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    private static DeliveryFiguresView Figures(IEnumerable<ChannelDelivery> channels)
    {
        var count = new DeliveryCount();
        foreach (var channel in channels)
        {
            count.Add(channel.Count);
        }

        return DeliveryFiguresView.Of(count);
    }

    private static IReadOnlyList<WaitingCountView> ByReason(IEnumerable<Publication> waiting) =>
        [
            .. waiting
                .CountBy(publication => publication.Waiting!.Reason)
                .OrderByDescending(reason => reason.Value)
                .ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => new WaitingCountView(reason.Key, reason.Value)),
        ];

    /// <summary>What is on its way up to what is being prepared, and whose answer is awaited.</summary>
    private async Task<(IReadOnlyList<Publication> Waiting, bool IsPartial)> WaitingAsync(
        Id<Workspace> workspace,
        DeliveryQuery query,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ahead = now + settings.Value.StartAhead;
        var open = await _index.ListAsync(
            workspace,
            PublicationGroup.Open,
            new DeliveryPeriod(DateTimeOffset.UnixEpoch, ahead),
            cancellationToken,
            MostLookedAt
        );
        var attention = await _index.ListAsync(
            workspace,
            PublicationGroup.Attention,
            new DeliveryPeriod(now - s_recent, ahead),
            cancellationToken,
            MostLookedAt
        );
        var ids = open.Take(MostLookedAt).Concat(attention.Take(MostLookedAt)).Select(entry => entry.Id);
        var read = await _index.ReadAsync(workspace, ids, cancellationToken);
        return (
            [
                .. read.Where(publication =>
                    publication.Waiting is not null && query.Asks(publication.ChannelId, publication.Platform)
                ),
            ],
            open.Count > MostLookedAt || attention.Count > MostLookedAt
        );
    }
}

/// <param name="From">Null for the last seven days of the workspace's calendar.</param>
/// <param name="To">Exclusive; null for now.</param>
public sealed record DeliveryQuery(DateTimeOffset? From, DateTimeOffset? To, Platform? Platform, Id<Channel>? ChannelId)
{
    internal bool Asks(Id<Channel> channel, Platform platform) =>
        (ChannelId is null || ChannelId == channel) && (Platform is null || Platform == platform);
}
