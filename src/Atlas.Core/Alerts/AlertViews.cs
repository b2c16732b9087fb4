using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Alerts;

public sealed record AlertView(
    Id<Alert> Id,
    AlertKind Kind,
    Id<Publication> PublicationId,
    Id<Channel> ChannelId,
    string Platform,
    DateTimeOffset At,
    DateTimeOffset? DueAt,
    string Message,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    AlertDelivery? Delivery
)
{
    internal static AlertView Of(Alert alert) =>
        new(
            alert.Id,
            alert.Kind,
            alert.PublicationId,
            alert.ChannelId,
            alert.Platform.ToName(),
            alert.At,
            alert.DueAt,
            alert.Message,
            alert.AcknowledgedAt,
            alert.AcknowledgedBy,
            alert.Delivery
        );
}

public sealed record AlertListView(IReadOnlyList<AlertView> Items, string? Next);
