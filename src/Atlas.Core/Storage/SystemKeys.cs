using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Storage;

/// <summary>The partitions for what must be found without knowing the tenant. There are no others.</summary>
public static class SystemKeys
{
    /// <summary>Due entries of one day are spread over this many partitions.</summary>
    public const int DueShards = 8;

    /// <summary>A row per workspace, for what runs over all of them.</summary>
    public const string Workspaces = "sys:workspaces";

    /// <summary>Which outbox rows may wait to be drained: written before the workspace's batch, so that none is forgotten.</summary>
    public const string Outbox = "sys:outbox";

    /// <summary>What of media may have to be deleted, by time: written before what it points to, checked when its time comes.</summary>
    public const string MediaExpiry = "sys:media-expiry";

    /// <summary>One row: by which zone rules what is to come has been computed.</summary>
    public const string Zones = "sys:zones";

    /// <summary>One row that the health check writes.</summary>
    public const string Health = "sys:health";

    /// <summary>Names of the vault's secrets that belong to the deployment.</summary>
    public const string DeploymentKeys = "sys:keys";

    /// <summary>What operators hold, check and have done; beside what they hold, which accounts and apps networks take no calls from for now.</summary>
    public const string Operations = "sys:operations";

    /// <summary>API-key hash to workspace, spread by the hash's first digits.</summary>
    public static string ApiKeys(string hash) => $"sys:apikeys:{hash[..2]}";

    /// <summary>The network's account id to channel, for webhooks.</summary>
    public static string Accounts(string platform) => $"sys:accounts:{platform}";

    /// <summary>The row of one workspace's connection to an account, in <see cref="Accounts"/>.</summary>
    public static string Account(string accountId, Id<Workspace> workspace) => $"{WorkspaceKeys.Escape(accountId)}:{workspace}";

    /// <summary>Log-ins that have been started and not come back, by the hash of their state.</summary>
    public const string Logins = "sys:logins";

    /// <summary>Connections that wait for a choice of accounts, by the time at which they end.</summary>
    public const string PendingConnections = "sys:pending";

    /// <summary>When which channel has to be looked after: its tokens, its subscription, the end of its consent.</summary>
    public const string Upkeep = "sys:upkeep";

    /// <summary>Requests to delete a person's data, by their code.</summary>
    public const string Deletions = "sys:deletions";

    /// <summary>What webhooks have brought, by network.</summary>
    public const string Webhooks = "sys:webhooks";

    /// <summary>Developer apps that workspaces have brought, by client id: whose secret signs.</summary>
    public static string OwnApps(string name) => $"sys:apps:{name}";

    /// <summary>The network's id of a person who has consented to the channels that stand on it.</summary>
    public static string People(string app) => $"sys:people:{app}";

    public static string Person(string personId, Id<Workspace> workspace, Id<Channel> channel) =>
        $"{WorkspaceKeys.Escape(personId)}:{workspace}:{channel}";

    public static string Due(DateTimeOffset day, int shard) =>
        $"sys:due:{SortableTime.FormatDay(day)}:{shard.ToString(CultureInfo.InvariantCulture)}";
}
