namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Reads over many instances.</summary>
internal static class HubRows
{
    /// <summary>Instances with something to do now: to be started, with activities under way, or with messages. Those that only wait for a timer aren't among them.</summary>
    /// <param name="withInput">Whether their inputs are wanted, too.</param>
    public static List<(long Sequence, string? Input)> UnderWay(SqliteStatements statements, bool withInput)
    {
        var sequences = Sequences(
            statements.Prepared(
                $"""
                SELECT seq FROM instance i WHERE {HubSchema.Unfinished} AND coalesce(
                  (SELECT open FROM history h WHERE h.seq = i.seq ORDER BY turn DESC LIMIT 1),
                  CASE WHEN start_at IS NULL THEN 1 ELSE 0 END) > 0
                UNION SELECT seq FROM message ORDER BY seq
                """
            )
        );
        return [.. sequences.Select(sequence => (sequence, withInput ? Input(statements, sequence) : null))];
    }

    public static Func<SqliteStatements, List<long>> FinishedBefore(long ticks, long after, int count) =>
        s =>
            Sequences(
                s.Prepared(
                        $"SELECT seq FROM instance WHERE seq > ?1 AND updated < ?2 AND NOT ({HubSchema.Unfinished}) ORDER BY seq LIMIT ?3"
                    )
                    .Bind(after)
                    .Bind(ticks)
                    .Bind(count)
            );

    public static Func<SqliteStatements, List<long>> HistoryOfFinishedBefore(long ticks, long after, int count) =>
        s =>
            Sequences(
                s.Prepared(
                        $"SELECT seq FROM instance i WHERE seq > ?1 AND updated < ?2 AND NOT ({HubSchema.Unfinished}) AND EXISTS (SELECT 1 FROM history h WHERE h.seq = i.seq) ORDER BY seq LIMIT ?3"
                    )
                    .Bind(after)
                    .Bind(ticks)
                    .Bind(count)
            );

    private static string? Input(SqliteStatements statements, long sequence)
    {
        var row = statements.Prepared("SELECT input FROM instance WHERE seq = ?1").Bind(sequence);
        var input = row.Step() ? row.Text(0) : null;
        row.Reset();
        return input;
    }

    private static List<long> Sequences(SqliteStatement rows)
    {
        List<long> sequences = [];
        while (rows.Step())
        {
            sequences.Add(rows.Int64(0));
        }

        return sequences;
    }
}
