using System.Text.Json.Serialization;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Preflight;

namespace Atlas.Core.Channels;

/// <param name="Kind">What the network calls such an account; null where it has one kind.</param>
/// <param name="Server">Base URL of the account's own server, where the network has many.</param>
/// <param name="Declined">What was asked for and not given.</param>
/// <param name="FeaturesOff">What does not work, or not wholly, because of it.</param>
/// <param name="Spacing">How far its posts are kept apart; null where they are not.</param>
/// <param name="AdAccount">What was chosen with it, as it was then.</param>
public sealed record ChannelView(
    Id<Channel> Id,
    Platform Platform,
    string AccountId,
    string Login,
    string? Kind,
    string? Server,
    string Name,
    string? Handle,
    string? AvatarUrl,
    ChannelState State,
    string? StateReason,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<DeclinedScopeView> Declined,
    IReadOnlyList<string> FeaturesOff,
    DateTimeOffset? TokenExpiresAt,
    DateTimeOffset ConnectedAt,
    DateTimeOffset? LastPublishedAt,
    ChannelSpacingView? Spacing,
    AdAccount? AdAccount
)
{
    public static ChannelView Of(Channel channel, PlatformLogins logins)
    {
        var declined = DeclinedScopeView.Of(channel, logins.Find(channel.Login)?.Description);
        return new(
            channel.Id,
            channel.Platform,
            channel.AccountId,
            channel.Login,
            channel.Kind,
            channel.Server,
            channel.Name,
            channel.Handle,
            channel.AvatarUrl,
            channel.State,
            channel.StateReason,
            channel.Scopes,
            declined,
            [.. declined.Select(scope => scope.Feature).OfType<string>().Distinct()],
            channel.TokenExpiresAt,
            channel.ConnectedAt,
            channel.LastPublishedAt,
            channel.Spacing is { } spacing ? new ChannelSpacingView((int?)spacing.MinGap?.TotalMinutes, spacing.PerDay) : null,
            channel.AdAccount
        );
    }
}

/// <param name="MinGapMinutes">From one post's going live to the next one's.</param>
/// <param name="PerDay">Posts a day of the workspace's time zone; null for as many as the network documents.</param>
public sealed record ChannelSpacingView(int? MinGapMinutes, int? PerDay);

/// <param name="Spacing">With neither a gap nor a number, the posts are no longer kept apart.</param>
public sealed record UpdateChannelRequest(ChannelSpacingView? Spacing);

public sealed record ChannelListView(IReadOnlyList<ChannelView> Items, string? Next);

/// <param name="Healthy">Whether the channel can publish, as far as the network was asked just now.</param>
/// <param name="Asked">Whether the network was asked, and did not only seem well from here.</param>
/// <param name="Message">What is wrong; null when nothing is.</param>
/// <param name="NextStep">What the owner should do; null where nothing.</param>
/// <param name="TokenExpiresAt">When a person has to consent again.</param>
/// <param name="DaysLeft">Whole days until then.</param>
/// <param name="Missing">What was asked for and not given.</param>
/// <param name="Usage">What the network's rate headers said last.</param>
/// <param name="Quotas">What was used of each budget that the network documents.</param>
public sealed record ChannelHealthView(
    Id<Channel> ChannelId,
    bool Healthy,
    bool Asked,
    ChannelState State,
    string? Code,
    string? Message,
    string? NextStep,
    DateTimeOffset? TokenExpiresAt,
    int? DaysLeft,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<DeclinedScopeView> Missing,
    TokenHealthView? Token,
    DateTimeOffset? LastSuccessAt,
    ChannelFailureView? LastFailure,
    string? Usage,
    DateTimeOffset? UsageAt,
    IReadOnlyList<QuotaUseView> Quotas,
    WebhookHealthView? Webhook,
    DateTimeOffset CheckedAt
);

/// <param name="RefreshAt">When it is renewed next; null where it needs none, or can't be.</param>
/// <param name="Failures">Attempts in a row that brought nothing.</param>
public sealed record TokenHealthView(
    DateTimeOffset? AccessExpiresAt,
    DateTimeOffset? RefreshAt,
    DateTimeOffset? LastRefreshedAt,
    int Failures,
    string? LastProblem
);

public sealed record ChannelFailureView(DateTimeOffset At, string? Code, string? Message);

public sealed record WebhookHealthView(
    WebhookState State,
    IReadOnlyList<string> Fields,
    string? Message,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? LastReceivedAt
);

/// <param name="Grant">What becomes of the grant at the network.</param>
/// <param name="SharedWith">Channels of this workspace that stand on the same grant.</param>
/// <param name="OtherWorkspaces">Whether channels of other workspaces do.</param>
/// <param name="OpenPublications">What is still to go out; a hundred may be more.</param>
/// <param name="Message">The same in words, to be shown before.</param>
public sealed record DisconnectPreview(
    Id<Channel> ChannelId,
    GrantFate Grant,
    IReadOnlyList<SharedChannel> SharedWith,
    bool OtherWorkspaces,
    int OpenPublications,
    string Message
);

public sealed record SharedChannel(Id<Channel> Id, Platform Platform, string Name);

[JsonConverter(typeof(CamelCaseEnumConverter<GrantFate>))]
public enum GrantFate
{
    /// <summary>The network is told that it ends.</summary>
    Revoked,

    /// <summary>Others stand on it.</summary>
    Kept,

    /// <summary>The network has no call for it: the person ends it there.</summary>
    ByHand,

    /// <summary>The channel is disconnected already.</summary>
    Over,
}

public sealed record ConnectChannelRequest(
    Platform? Platform,
    string? Login,
    string? AccountId,
    Secret? AccessToken,
    DateTimeOffset? TokenExpiresAt
);
