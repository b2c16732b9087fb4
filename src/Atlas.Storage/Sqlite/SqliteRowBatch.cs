using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Atlas.Storage.Sqlite;

/// <summary>One batch in the writer's transaction. All conditions are looked at before the first write, so a conflict has nothing to undo.</summary>
internal sealed class SqliteRowBatch(
    SqliteRowConnections connections,
    SqliteRowTags tags,
    string partition,
    IReadOnlyList<RowWrite> writes
)
{
    /// <summary>What <see cref="SqliteRowTags"/> may count as stored once this batch is committed.</summary>
    public long? Ceiling { get; private set; }

    /// <summary>What a statement of the last run met. Null where they all went through, so that a fault is the commit's.</summary>
    public SqliteException? Fault { get; private set; }

    public WriteOutcome Run(SqliteStatements connection)
    {
        (Ceiling, Fault) = (null, null);
        try
        {
            var statements = connections.StatementsOf(connection);
            if (statements.TransactionIsLost)
            {
                // A full disk met by another batch of the group undid the transaction: these writes would each stand alone.
                throw new SqliteException("the transaction was undone by an earlier failure", raw.SQLITE_FULL);
            }

            return Write(statements, connection);
        }
        catch (SqliteException ex)
        {
            Fault = ex; // the commit that follows may fail for having nothing to commit, and hide this
            throw;
        }
    }

    private WriteOutcome Write(SqliteRowStatements statements, SqliteStatements connection)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (FindConflict(statements, writes[i]) is var conflict and not RowConflict.None)
            {
                return WriteOutcome.Conflicted(i, conflict);
            }
        }

        return Apply(statements, connection);
    }

    private RowConflict FindConflict(SqliteRowStatements statements, in RowWrite write)
    {
        if (write.Kind == RowWriteKind.Upsert)
        {
            return RowConflict.None;
        }

        var found = statements.FindTag(partition, write.Key);
        return (write.Kind, found) switch
        {
            (RowWriteKind.Insert, null) => RowConflict.None,
            (RowWriteKind.Insert, _) => RowConflict.Exists,
            (_, null) => RowConflict.Missing,
            (RowWriteKind.Delete, _) when write.ETag is null => RowConflict.None,
            _ => long.TryParse(write.ETag, out var expected) && expected == found ? RowConflict.None : RowConflict.Changed,
        };
    }

    private WriteOutcome Apply(SqliteRowStatements statements, SqliteStatements connection)
    {
        var etags = new string?[writes.Count];
        var tag = tags.Take(writes.Count, out var ceiling);
        if (ceiling is { } stored)
        {
            connection.Execute("REPLACE INTO counters (name, value) VALUES ('etag', $1)", stored);
            Ceiling = stored;
        }

        for (var i = 0; i < writes.Count; i++, tag++)
        {
            var write = writes[i];
            if (write.Kind == RowWriteKind.Delete)
            {
                statements.Delete(partition, write.Key);
            }
            else
            {
                statements.Put(partition, write.Key, tag, write.Data.Span);
                etags[i] = tag.ToString();
            }
        }

        return WriteOutcome.Written(etags);
    }
}
