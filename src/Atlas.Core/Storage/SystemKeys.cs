using System.Globalization;

namespace Atlas.Core.Storage;

/// <summary>The partitions for what must be found without knowing the tenant. There are no others.</summary>
public static class SystemKeys
{
    /// <summary>Due entries of one day are spread over this many partitions.</summary>
    public const int DueShards = 8;

    /// <summary>A row per workspace, for what runs over all of them.</summary>
    public const string Workspaces = "sys:workspaces";

    /// <summary>API-key hash to workspace, spread by the hash's first digits.</summary>
    public static string ApiKeys(string hash) => $"sys:apikeys:{hash[..2]}";

    /// <summary>The network's account id to channel, for webhooks.</summary>
    public static string Accounts(string platform) => $"sys:accounts:{platform}";

    public static string Due(DateTimeOffset day, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"sys:due:{day.UtcDateTime:yyyyMMdd}:{shard}");
}
