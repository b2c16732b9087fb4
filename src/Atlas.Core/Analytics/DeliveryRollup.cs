using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Analytics;

/// <summary>The sum of a period in which everything is settled, so that it is read once and not once for each question.</summary>
[StoredData(
    DataSubject.Workspace,
    "Sums of what was published, missed and failed, and how late: no content.",
    "As long as the workspace.",
    "With the workspace. It is made again from the ledger where it is missing."
)]
public sealed record DeliveryRollup
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Before { get; init; }

    /// <summary>What is published and stays so.</summary>
    public required IReadOnlyList<ChannelDelivery> Channels { get; init; }

    /// <summary>What has failed or was missed, one by one: each counts for as long as nobody gives it another time.</summary>
    public required IReadOnlyList<DeliveryFacts> Attention { get; init; }
}

public sealed record ChannelDelivery(Id<Channel> ChannelId, Platform Platform, DeliveryCount Count);
