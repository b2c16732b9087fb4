using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Audit;

/// <summary>Who did what to what, and when. Holds no secrets.</summary>
/// <param name="Actor">The key's id, or who acted without one: <c>engine</c>, <c>network</c>, <c>setup</c>.</param>
/// <param name="Action">As <see cref="AuditAction"/> names it.</param>
/// <param name="Target">Kind and id: <c>channel:0198…</c>.</param>
[StoredData(
    DataSubject.Workspace,
    "To show who changed what: connections, credentials, keys.",
    "As long as the workspace.",
    "With the workspace."
)]
public sealed record AuditEntry(
    Id<AuditEntry> Id,
    Id<Workspace> WorkspaceId,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Target,
    IReadOnlyDictionary<string, string> Details
);

public static class AuditAction
{
    public const string ChannelConnected = "channel.connected";
    public const string ChannelUpdated = "channel.updated";
    public const string ChannelReconnected = "channel.reconnected";
    public const string ChannelDisconnected = "channel.disconnected";
    public const string ChannelNeedsReconnect = "channel.needsReconnect";
    public const string ChannelExpires = "channel.expires";
    public const string ChannelErased = "channel.erased";
    public const string GrantEnded = "grant.ended";
    public const string RefreshFailed = "token.refreshFailed";
    public const string AppChanged = "app.changed";
    public const string AppRemoved = "app.removed";
    public const string KeyCreated = "apiKey.created";
    public const string KeyRevoked = "apiKey.revoked";
    public const string ReceiverChanged = "alertReceiver.changed";
    public const string ReceiverRemoved = "alertReceiver.removed";
}

/// <summary>Who acts without a key.</summary>
public static class AuditActor
{
    public const string Engine = "engine";
    public const string Network = "network";

    /// <summary>The person at the page after a log-in, whom the link let in.</summary>
    public const string Consent = "consent";
}
