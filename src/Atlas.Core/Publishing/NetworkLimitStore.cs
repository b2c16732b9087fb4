using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>The rows of <see cref="NetworkLimit"/>s: few at any time, so that all of them are read at once.</summary>
public sealed class NetworkLimitStore(IRowStore rows, TimeProvider time)
{
    /// <summary>A limit that opened so long ago is of no use to anybody's memory.</summary>
    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(10);

    /// <summary>Whom a limit is about: an account has the same limits in each workspace that has connected it.</summary>
    internal static string KeyOf(PublishWork work, LimitReach reach)
    {
        var whose =
            reach.Scope == QuotaScope.App && work.App is { } app
                ? $"app:{WorkspaceKeys.Escape(app.ClientId)}"
                : $"account:{WorkspaceKeys.Escape(work.Channel.AccountId)}";
        return $"{work.Channel.Platform.ToName()}:{whose}:{reach.Quota ?? "calls"}";
    }

    /// <summary>What holds now. Rows that have had their time are removed on the way.</summary>
    internal async Task<IReadOnlyDictionary<string, NetworkLimit>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Dictionary<string, NetworkLimit> found = [];
        List<RowWrite> over = [];
        var range = new RowRange("0", "~");
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(SystemKeys.NetworkLimits, range, RowLimits.MaxPage, cancellationToken);
            foreach (var row in page.Rows)
            {
                var limit = row.As(StoredJson.Default.NetworkLimit).Value;
                if (limit.Until > now)
                {
                    found[row.Key] = limit;
                }
                else if (now - limit.Until > s_keptFor && over.Count < RowLimits.MaxWrites)
                {
                    over.Add(RowWrite.Delete(row.Key, row.ETag));
                }
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);

        if (over.Count > 0)
        {
            // One that was written again meanwhile, or removed by somebody else, leaves the others for the next time.
            await rows.WriteAsync(SystemKeys.NetworkLimits, over, cancellationToken);
        }

        return found;
    }

    internal async Task SaveAsync(string key, NetworkLimit limit, CancellationToken cancellationToken) =>
        await rows.WriteAsync(
            SystemKeys.NetworkLimits,
            [RowWrite.Upsert(key, limit.ToRow(StoredJson.Default.NetworkLimit))],
            cancellationToken
        );
}
