using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>The rows of <see cref="NetworkLimit"/>s: few at any time, and read with all other <see cref="StandingNotices"/>.</summary>
public sealed class NetworkLimitStore(IRowStore rows)
{
    /// <summary>Sorts right before the switches of operators, so that one range holds both.</summary>
    internal const string Prefix = "stop:";

    /// <summary>Whom a limit is about: an account has the same limits in each workspace that has connected it.</summary>
    internal static string KeyOf(PublishWork work, LimitReach reach)
    {
        var whose =
            reach.Scope == QuotaScope.App && work.App is { } app
                ? $"app:{WorkspaceKeys.Escape(app.ClientId)}"
                : $"account:{WorkspaceKeys.Escape(work.Channel.AccountId)}";
        return $"{work.Channel.Platform.ToName()}:{whose}:{reach.Quota ?? "calls"}";
    }

    internal static (string Key, NetworkLimit Limit) Read(Row row) =>
        (row.Key[Prefix.Length..], row.As(StoredJson.Default.NetworkLimit).Value);

    internal async Task SaveAsync(string key, NetworkLimit limit, CancellationToken cancellationToken) =>
        await rows.WriteAsync(
            SystemKeys.Operations,
            [RowWrite.Upsert($"{Prefix}{key}", limit.ToRow(StoredJson.Default.NetworkLimit))],
            cancellationToken
        );

    /// <summary>One that was written again meanwhile, or removed by somebody else, leaves the others for the next time.</summary>
    internal async Task RemoveAsync(IEnumerable<Row> over, CancellationToken cancellationToken)
    {
        List<RowWrite> writes = [.. over.Take(RowLimits.MaxWrites).Select(row => RowWrite.Delete(row.Key, row.ETag))];
        if (writes.Count > 0)
        {
            await rows.WriteAsync(SystemKeys.Operations, writes, cancellationToken);
        }
    }
}
