using Atlas.Core.Platforms;

namespace Atlas.Core.Channels;

public sealed record ChannelView(
    Id<Channel> Id,
    Platform Platform,
    string AccountId,
    string Login,
    string Name,
    string? Handle,
    string? AvatarUrl,
    ChannelState State,
    string? StateReason,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? TokenExpiresAt,
    DateTimeOffset ConnectedAt,
    DateTimeOffset? LastPublishedAt
)
{
    public static ChannelView Of(Channel channel) =>
        new(
            channel.Id,
            channel.Platform,
            channel.AccountId,
            channel.Login,
            channel.Name,
            channel.Handle,
            channel.AvatarUrl,
            channel.State,
            channel.StateReason,
            channel.Scopes,
            channel.TokenExpiresAt,
            channel.ConnectedAt,
            channel.LastPublishedAt
        );
}

public sealed record ChannelListView(IReadOnlyList<ChannelView> Items, string? Next);

/// <param name="Healthy">Whether the network took the token just now.</param>
/// <param name="Message">What is wrong and what to do; null when nothing is.</param>
public sealed record ChannelHealthView(
    Id<Channel> ChannelId,
    bool Healthy,
    ChannelState State,
    string? Code,
    string? Message,
    string? NextStep,
    DateTimeOffset? TokenExpiresAt,
    DateTimeOffset CheckedAt
);

public sealed record ConnectChannelRequest(
    Platform? Platform,
    string? Login,
    string? AccountId,
    Secret? AccessToken,
    DateTimeOffset? TokenExpiresAt
);
