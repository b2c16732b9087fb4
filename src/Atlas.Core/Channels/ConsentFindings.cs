using Atlas.Core.Platforms;

namespace Atlas.Core.Channels;

/// <summary>What a channel's consent says about a post that is to go out later.</summary>
public static class ConsentFindings
{
    /// <returns>Empty where the consent outlasts the post, or the network states no end.</returns>
    public static IReadOnlyList<Finding> Check(Channel channel, DateTimeOffset? dueAt) =>
        channel is { State: ChannelState.Connected, TokenExpiresAt: { } end } && dueAt >= end
            ?
            [
                new Finding(
                    FindingSeverity.Warning,
                    "channel",
                    "atlas.channel.expires",
                    $"{end:u}",
                    $"{dueAt:u}",
                    "The account's consent ends before this is due. Connect the account again before; until then the post would wait.",
                    "Atlas"
                ),
            ]
            : [];
}
