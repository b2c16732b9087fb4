using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>A channel that stands on a person's consent: leads from the network's id of the person to it.</summary>
[StoredData(
    DataSubject.AccountOwner,
    "To find the channels of a person who takes the consent back or asks for deletion at the network.",
    "As long as the connection.",
    "When the channel is disconnected.",
    Exported = false
)]
public sealed record GrantMember(Id<Workspace> WorkspaceId, Id<Channel> ChannelId, int Generation);

/// <summary>A developer app that the workspace has brought. Its secret is in the vault.</summary>
[StoredData(
    DataSubject.Workspace,
    "To call networks in the name of the workspace's own developer app.",
    "Until the workspace removes it and no channel is connected by it.",
    "With its last channel or with the workspace. The secret is purged from the vault."
)]
public sealed record OwnApp(string Name, string ClientId, bool Audited, string SecretName, DateTimeOffset ChangedAt);

/// <summary>The newer secret of a developer app of the deployment, in place of the one in the settings.</summary>
/// <param name="Replaces">SHA-256 of the secret in the settings when this was set: once the settings have another, that one counts.</param>
[StoredData(
    DataSubject.Deployment,
    "To go on with a secret that was rotated before the settings have it.",
    "Until the settings have another or it is rotated again.",
    "When it is replaced. The secret is purged from the vault.",
    Exported = false
)]
public sealed record RotatedApp(string ClientId, string SecretName, string Replaces, DateTimeOffset At);

/// <summary>Leads from a developer app's client id to the workspaces that have brought it.</summary>
[StoredData(
    DataSubject.Workspace,
    "To find whose developer app has signed a callback.",
    "As long as the workspace has the app.",
    "With the app.",
    Exported = false
)]
public sealed record OwnAppOwner(Id<Workspace> WorkspaceId);

/// <summary>A person's request, made at the network, to delete what we have of them.</summary>
/// <param name="Channels">Those that stood on the person's consent when the request came.</param>
[StoredData(
    DataSubject.AccountOwner,
    "To show a person what became of their request for deletion.",
    "90 days.",
    "By a timer.",
    Exported = false
)]
public sealed record DeletionRequest(string Code, DateTimeOffset At, IReadOnlyList<GrantMember> Channels)
{
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(90);
}

/// <summary>What a network's webhooks have brought so far. A count for people, not a ledger: a dying process loses its last seconds.</summary>
[StoredData(
    DataSubject.Deployment,
    "To say whether a network's webhooks arrive.",
    "As long as the deployment.",
    "With the deployment.",
    Exported = false
)]
public sealed record WebhookReceipt(long Count, DateTimeOffset LastAt);

/// <summary>What was last seen of a channel: noted in memory and written now and then, so that publishing pays nothing for it.</summary>
[StoredData(
    DataSubject.AccountOwner,
    "To show how a channel has been doing.",
    "As long as the connection.",
    "When the channel is disconnected.",
    Exported = false
)]
public sealed record ChannelActivity
{
    public DateTimeOffset? LastSuccessAt { get; init; }

    public DateTimeOffset? LastFailureAt { get; init; }

    public string? LastFailureCode { get; init; }

    public string? LastFailure { get; init; }

    /// <summary>What the network's rate headers said last.</summary>
    public string? Usage { get; init; }

    public DateTimeOffset? UsageAt { get; init; }

    public DateTimeOffset? LastWebhookAt { get; init; }
}
