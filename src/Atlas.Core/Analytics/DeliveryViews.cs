using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Analytics;

/// <param name="UnderWay">Its time has come and it is not settled.</param>
/// <param name="LatenessSeconds">Scheduled to live; null where nothing was published.</param>
public record DeliveryFiguresView(
    long Published,
    long Missed,
    long Failed,
    long UnderWay,
    long Doubled,
    long SettledByReconcile,
    long LostAnswers,
    long Retries,
    LatenessView? LatenessSeconds
)
{
    internal static DeliveryFiguresView Of(DeliveryCount count) =>
        new(
            count.Published,
            count.Missed,
            count.Failed,
            count.Open,
            count.Doubled,
            count.Settled,
            count.LostAnswers,
            count.Retries,
            LatenessView.Of([.. count.Lateness.OrderBy(bucket => bucket.Key)], count.Longest.TotalSeconds)
        );
}

public sealed record NetworkDeliveryView(Platform Platform, DeliveryFiguresView Figures, IReadOnlyList<WaitingCountView> Waiting);

public sealed record WaitingCountView(string Reason, int Count);

/// <param name="To">Exclusive, and never in the future.</param>
/// <param name="Waiting">Now, whatever the period.</param>
/// <param name="WaitingIsPartial">More wait than were looked at.</param>
public sealed record DeliveryView(
    DateTimeOffset From,
    DateTimeOffset To,
    string TimeZone,
    DeliveryFiguresView Overall,
    IReadOnlyList<NetworkDeliveryView> Networks,
    IReadOnlyList<WaitingCountView> Waiting,
    bool WaitingIsPartial
);
