using System.Text.Json.Serialization;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>An account on a network that a workspace has connected. Its tokens are in the vault under <see cref="TokenName"/>.</summary>
[StoredData(
    DataSubject.AccountOwner,
    "To publish on the account and to show which one it is.",
    "As long as the workspace; disconnected channels stay with what was published on them.",
    "With the workspace, or when the network asks for it. The token is purged when it is disconnected."
)]
public sealed record Channel
{
    public required Id<Channel> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Platform Platform { get; init; }

    /// <summary>The network's id of the account, as text (many exceed 2^53).</summary>
    public required string AccountId { get; init; }

    /// <summary>Name of the <see cref="Platforms.Logins.LoginDescription"/> by which it was connected: <c>facebook</c> or <c>instagram</c> for Instagram.</summary>
    public required string Login { get; init; }

    /// <summary>What the network calls such an account: <c>page</c>, <c>organization</c>, <c>person</c>; null where it has one kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Base URL of the account's own server, without a slash at its end, where the network has many (Mastodon, Bluesky).</summary>
    public string? Server { get; init; }

    /// <summary>Client id of the developer app in whose name it was connected; null for the deployment's own.</summary>
    public string? AppClientId { get; init; }

    public required string Name { get; init; }

    public string? Handle { get; init; }

    public string? AvatarUrl { get; init; }

    public required ChannelState State { get; init; }

    /// <summary>Why <see cref="State"/> is not connected, in words for the owner.</summary>
    public string? StateReason { get; init; }

    /// <summary>Counts connections of this account; part of the secret's name, since a purged name is not free at once.</summary>
    public required int Generation { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Asked for and not given.</summary>
    public IReadOnlyList<string> DeclinedScopes { get; init; } = [];

    /// <summary>When a person has to consent again; null where the network states no end.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>As <see cref="Platforms.Logins.Grant.PersonId"/>.</summary>
    public string? PersonId { get; init; }

    /// <summary>The connection it was chosen from: channels of one connection stand on one grant. Null for a token that was brought.</summary>
    public string? GrantId { get; init; }

    public DateTimeOffset? LastPublishedAt { get; init; }

    /// <summary>How far its posts are kept apart; null where they are not.</summary>
    public ChannelSpacing? Spacing { get; init; }

    [JsonIgnore]
    public string TokenName => TokenNameOf(Id, Generation);

    internal static string TokenNameOf(Id<Channel> id, int generation) => $"channel-{id}-{generation}";
}

[JsonConverter(typeof(JsonStringEnumConverter<ChannelState>))]
public enum ChannelState
{
    Connected,

    /// <summary>The network refuses the token: a person has to connect again. Its publications wait.</summary>
    NeedsReconnect,
    Disconnected,
}
