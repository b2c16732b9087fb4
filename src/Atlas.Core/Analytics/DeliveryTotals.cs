using Atlas.Core.Channels;
using Atlas.Core.Platforms;

namespace Atlas.Core.Analytics;

/// <summary>Sums by channel.</summary>
internal sealed class DeliveryTotals
{
    private readonly Dictionary<Id<Channel>, ChannelDelivery> _channels = [];

    public IReadOnlyCollection<ChannelDelivery> Channels => _channels.Values;

    public void Add(DeliveryFacts facts) => Of(facts.ChannelId, facts.Platform).Add(facts);

    public void Add(IEnumerable<ChannelDelivery> channels)
    {
        foreach (var channel in channels)
        {
            Of(channel.ChannelId, channel.Platform).Add(channel.Count);
        }
    }

    private DeliveryCount Of(Id<Channel> channel, Platform platform)
    {
        if (!_channels.TryGetValue(channel, out var delivery))
        {
            _channels.Add(channel, delivery = new ChannelDelivery(channel, platform, new DeliveryCount()));
        }

        return delivery.Count;
    }
}
