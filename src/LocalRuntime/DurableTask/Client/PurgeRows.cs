using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Removes finished instances.</summary>
internal static class PurgeRows
{
    public static List<long> Select(SqliteStatements statements, PurgeInstancesFilter filter, int count)
    {
        var rows = statements
            .Prepared(
                $"""
                SELECT seq FROM instance WHERE NOT ({HubSchema.Unfinished})
                  AND (?1 IS NULL OR created >= ?1) AND (?2 IS NULL OR created <= ?2)
                  AND (?3 IS NULL OR instr(?3, ',' || status || ',') > 0)
                ORDER BY seq LIMIT ?4
                """
            )
            .Bind(filter.CreatedFrom?.UtcTicks)
            .Bind(filter.CreatedTo?.UtcTicks)
            .Bind(MetadataRows.StatusList(filter.Statuses))
            .Bind(count);
        List<long> found = [];
        while (rows.Step())
        {
            found.Add(rows.Int64(0));
        }

        return found;
    }

    /// <summary>Purges a finished instance and, if asked, all finished ones below it; how many that were.</summary>
    public static int Purge(SqliteStatements statements, long sequence, bool recursive)
    {
        List<long> all = [sequence];
        for (var i = 0; recursive && i < all.Count; i++)
        {
            var children = statements
                .Prepared($"SELECT seq FROM instance WHERE parent_seq = ?1 AND NOT ({HubSchema.Unfinished})")
                .Bind(all[i]);
            while (children.Step())
            {
                all.Add(children.Int64(0));
            }
        }

        var purged = 0;
        foreach (var one in all)
        {
            purged += InstanceRows.Delete(statements, one);
        }

        return purged;
    }
}
