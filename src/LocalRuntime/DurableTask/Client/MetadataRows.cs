using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Reads instances as callers see them: an instance that has had a turn is running, whatever its row says.</summary>
internal static class MetadataRows
{
    private const string Select = """
        SELECT * FROM (SELECT seq, id, name,
          CASE WHEN status = 6 AND EXISTS (SELECT 1 FROM history h WHERE h.seq = i.seq) THEN 0 ELSE status END AS state,
          created,
          max(updated, coalesce((SELECT at FROM history h WHERE h.seq = i.seq ORDER BY turn DESC LIMIT 1), 0)) AS changed,
          tags, failure, input, output, custom FROM instance i)
        """;

    public static OrchestrationMetadata? Find(SqliteStatements statements, string id, PayloadConverter? converter)
    {
        var row = statements.Prepared($"{Select} WHERE id = ?1").Bind(id);
        if (!row.Step())
        {
            return null;
        }

        var found = Read(row, converter);
        row.Reset();
        return found;
    }

    /// <summary>A page after <paramref name="after"/>, with the number that the next page follows; null where this is the last.</summary>
    public static (List<OrchestrationMetadata> Values, long? Next) Page(
        SqliteStatements statements,
        OrchestrationQuery query,
        long after,
        int size,
        PayloadConverter? converter
    )
    {
        var rows = statements
            .Prepared(
                $"""
                {Select} WHERE seq > ?1
                  AND (?2 IS NULL OR created >= ?2) AND (?3 IS NULL OR created <= ?3)
                  AND (?4 IS NULL OR substr(id, 1, length(?4)) = ?4)
                  AND (?5 IS NULL OR instr(?5, ',' || state || ',') > 0)
                ORDER BY seq LIMIT ?6
                """
            )
            .Bind(after)
            .Bind(query.CreatedFrom?.UtcTicks)
            .Bind(query.CreatedTo?.UtcTicks)
            .Bind(string.IsNullOrEmpty(query.InstanceIdPrefix) ? null : query.InstanceIdPrefix)
            .Bind(StatusList(query.Statuses))
            .Bind(size);
        List<OrchestrationMetadata> values = [];
        var last = after;
        while (rows.Step())
        {
            last = rows.Int64(0);
            values.Add(Read(rows, converter));
        }

        return (values, values.Count < size ? null : last);
    }

    /// <summary>Statuses as a text to search: ",1,3,". Null for all.</summary>
    public static string? StatusList(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses is null || !statuses.Any() ? null : $",{string.Join(',', statuses.Select(s => (int)s))},";

    private static OrchestrationMetadata Read(SqliteStatement row, PayloadConverter? converter)
    {
        var status = (OrchestrationRuntimeStatus)row.Int64(3);
        return new OrchestrationMetadata(row.Text(2) ?? "", row.Text(1) ?? "")
        {
            RuntimeStatus = status,
            CreatedAt = new DateTimeOffset(row.Int64(4), TimeSpan.Zero),
            LastUpdatedAt = new DateTimeOffset(row.Int64(5), TimeSpan.Zero),
            Tags =
                row.Text(6) is { } tags
                && JsonSerializer.Deserialize(tags, TagsJsonContext.Default.DictionaryStringString) is { } read
                    ? read
                    : ImmutableDictionary<string, string>.Empty,
            FailureDetails = row.Text(7) is { } failure ? FailureJson.Read(failure) : null,
            DataConverter = converter,
            SerializedInput = converter is null ? null : row.Text(8),
            SerializedOutput = converter is null ? null : row.Text(9),
            SerializedCustomStatus = converter is null ? null : row.Text(10),
        };
    }
}
