using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Writes and reads the rows of unfinished instances.</summary>
internal static class InstanceRows
{
    private const string InsertSimpleSql =
        "INSERT INTO instance (seq, id, name, version, status, created, updated, input) VALUES (?1, ?2, ?3, ?4, 6, ?5, ?5, ?6) ON CONFLICT (id) DO NOTHING";

    private const string InsertSql =
        "INSERT INTO instance (seq, id, name, version, status, created, updated, input, start_at, parent_seq, parent_task, parent_id, parent_name, tags) "
        + "VALUES (?1, ?2, ?3, ?4, 6, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO NOTHING";

    private const string LoadSql =
        "SELECT id, name, version, status, created, input, start_at, parent_seq, parent_task, parent_id, parent_name, custom, first_task FROM instance WHERE seq = ?1";

    /// <summary>False where the id is taken.</summary>
    public static bool TryInsert(SqliteStatements statements, InstanceInfo info)
    {
        if (info is { StartTicks: null, Parent: null, Tags: null })
        {
            return statements
                    .Prepared(InsertSimpleSql)
                    .Bind(info.Sequence)
                    .Bind(info.Id)
                    .Bind(info.Name)
                    .Bind(info.Version)
                    .Bind(info.CreatedTicks)
                    .Bind(info.Input)
                    .Run() > 0;
        }

        var inserted =
            statements
                .Prepared(InsertSql)
                .Bind(info.Sequence)
                .Bind(info.Id)
                .Bind(info.Name)
                .Bind(info.Version)
                .Bind(info.CreatedTicks)
                .Bind(info.Input)
                .Bind(info.StartTicks)
                .Bind(info.Parent?.Sequence)
                .Bind((long?)info.Parent?.TaskId)
                .Bind(info.Parent?.Instance.InstanceId)
                .Bind(info.Parent?.Instance.Name.Name)
                .Bind(info.Tags)
                .Run() > 0;
        if (inserted && info.StartTicks is { } start)
        {
            InsertTimer(statements, start, info.Sequence, HistoryEvent.StartTask);
        }

        return inserted;
    }

    /// <summary>The instance that has the id: its number and status; null for none.</summary>
    public static (long Sequence, OrchestrationRuntimeStatus Status)? Find(SqliteStatements statements, string id)
    {
        var found = statements
            .Prepared(
                "SELECT seq, CASE WHEN status = 6 AND EXISTS (SELECT 1 FROM history h WHERE h.seq = i.seq) THEN 0 ELSE status END FROM instance i WHERE id = ?1"
            )
            .Bind(id);
        if (!found.Step())
        {
            return null;
        }

        var row = (found.Int64(0), (OrchestrationRuntimeStatus)found.Int64(1));
        found.Reset();
        return row;
    }

    public static bool IsFinished(OrchestrationRuntimeStatus status) =>
        status
            is not (
                OrchestrationRuntimeStatus.Pending
                or OrchestrationRuntimeStatus.Running
                or OrchestrationRuntimeStatus.Suspended
            );

    public static bool IsUnfinished(SqliteStatements statements, long sequence)
    {
        var found = statements.Prepared($"SELECT 1 FROM instance WHERE seq = ?1 AND {HubSchema.Unfinished}").Bind(sequence);
        var exists = found.Step();
        found.Reset();
        return exists;
    }

    /// <summary>Removes all that is kept of an instance.</summary>
    public static int Delete(SqliteStatements statements, long sequence)
    {
        var deleted = statements.Prepared("DELETE FROM instance WHERE seq = ?1").Bind(sequence).Run();
        DeleteHistory(statements, sequence);
        statements.Prepared("DELETE FROM message WHERE seq = ?1").Bind(sequence).Run();
        return deleted;
    }

    public static int DeleteHistory(SqliteStatements statements, long sequence) =>
        statements.Prepared("DELETE FROM history WHERE seq = ?1").Bind(sequence).Run();

    public static void InsertTimer(SqliteStatements statements, long ticks, long sequence, int taskId) =>
        statements
            .Prepared("INSERT OR IGNORE INTO timer (at, seq, task) VALUES (?1, ?2, ?3)")
            .Bind(ticks)
            .Bind(sequence)
            .Bind(taskId)
            .Run();

    public static void DeleteTimer(SqliteStatements statements, long ticks, long sequence, int taskId) =>
        statements
            .Prepared("DELETE FROM timer WHERE at = ?1 AND seq = ?2 AND task = ?3")
            .Bind(ticks)
            .Bind(sequence)
            .Bind(taskId)
            .Run();

    public static HistoryEvent InsertMessage(
        SqliteStatements statements,
        HubCounters counters,
        long sequence,
        HistoryEvent message
    )
    {
        var row = counters.NextMessage();
        statements
            .Prepared("INSERT INTO message (seq, row, kind, task, name, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(sequence)
            .Bind(row)
            .Bind((long)message.Kind)
            .Bind(message.TaskId)
            .Bind(message.Name)
            .Bind(message.Text)
            .Run();
        return message with { MessageRow = row };
    }

    public static void DeleteMessage(SqliteStatements statements, long sequence, long row) =>
        statements.Prepared("DELETE FROM message WHERE seq = ?1 AND row = ?2").Bind(sequence).Bind(row).Run();

    /// <summary>All that an unfinished instance has in the database; null where it is finished or gone.</summary>
    public static StoredInstance? Load(SqliteStatements statements, long sequence)
    {
        // One snapshot: history and messages must belong together.
        statements.Prepared("SAVEPOINT load").Run();
        try
        {
            return LoadInfo(statements, sequence) is { } info
                ? new StoredInstance(info, LoadHistory(statements, sequence), LoadMessages(statements, sequence))
                : null;
        }
        finally
        {
            statements.Prepared("RELEASE load").Run();
        }
    }

    private static InstanceInfo? LoadInfo(SqliteStatements statements, long sequence)
    {
        var row = statements.Prepared(LoadSql).Bind(sequence);
        if (!row.Step())
        {
            return null;
        }

        var status = (OrchestrationRuntimeStatus)row.Int64(3);
        InstanceInfo info = new(sequence, row.Text(0) ?? "", row.Text(1) ?? "", row.Text(2) ?? "")
        {
            Status = status,
            CreatedTicks = row.Int64(4),
            Input = row.Text(5),
            StartTicks = row.IsNull(6) ? null : row.Int64(6),
            Parent = row.IsNull(7)
                ? null
                : new ParentLink(
                    row.Int64(7),
                    (int)row.Int64(8),
                    new ParentOrchestrationInstance(row.Text(10) ?? "", row.Text(9) ?? "")
                ),
            CustomStatus = row.Text(11),
            FirstTask = (int)row.Int64(12),
        };
        row.Reset();
        return IsFinished(status) ? null : info;
    }

    private static List<HistoryTurn> LoadHistory(SqliteStatements statements, long sequence)
    {
        List<HistoryTurn> turns = [];
        var row = statements.Prepared("SELECT turn, at, events FROM history WHERE seq = ?1 ORDER BY turn").Bind(sequence);
        while (row.Step())
        {
            turns.Add(HistoryCodec.Read(row.Int64(0), row.Int64(1), row.Blob(2)));
        }

        return turns;
    }

    private static List<HistoryEvent> LoadMessages(SqliteStatements statements, long sequence)
    {
        List<HistoryEvent> messages = [];
        var row = statements
            .Prepared("SELECT row, kind, task, name, text FROM message WHERE seq = ?1 ORDER BY row")
            .Bind(sequence);
        while (row.Step())
        {
            messages.Add(
                new HistoryEvent((EventKind)row.Int64(1), (int)row.Int64(2))
                {
                    MessageRow = row.Int64(0),
                    Name = row.Text(3),
                    Text = row.Text(4),
                }
            );
        }

        return messages;
    }
}
