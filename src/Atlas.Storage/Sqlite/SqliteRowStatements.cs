using Atlas.Core.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Atlas.Storage.Sqlite;

/// <summary>
/// The row statements of one connection on SQLite's own interface: a read costs one array, one string and the row,
/// where a command, its parameters and its reader would cost ten objects more.
/// </summary>
internal sealed class SqliteRowStatements : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _read;
    private readonly sqlite3_stmt _tag;
    private readonly sqlite3_stmt _rangeFrom;
    private readonly sqlite3_stmt _rangeAfter;
    private readonly sqlite3_stmt _put;
    private readonly sqlite3_stmt _delete;

    public SqliteRowStatements(SqliteConnection connection)
    {
        _db = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        _read = Prepare("SELECT etag, data FROM rows WHERE partition = ?1 AND key = ?2");
        _tag = Prepare("SELECT etag FROM rows WHERE partition = ?1 AND key = ?2");
        _rangeFrom = Prepare(
            "SELECT key, etag, data FROM rows WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4"
        );
        _rangeAfter = Prepare(
            "SELECT key, etag, data FROM rows WHERE partition = ?1 AND key > ?2 AND key < ?3 ORDER BY key LIMIT ?4"
        );
        _put = Prepare("REPLACE INTO rows (partition, key, etag, data) VALUES (?1, ?2, ?3, ?4)");
        _delete = Prepare("DELETE FROM rows WHERE partition = ?1 AND key = ?2");
    }

    /// <summary>Whether an earlier failure of this transaction has already undone it, so that a write would stand alone.</summary>
    public bool TransactionIsLost => raw.sqlite3_get_autocommit(_db) != 0;

    public Row? Read(string partition, string key)
    {
        BindText(_read, 1, partition);
        BindText(_read, 2, key);
        try
        {
            return Step(_read) ? new Row(key, Tag(_read, 0), raw.sqlite3_column_blob(_read, 1).ToArray()) : null;
        }
        finally
        {
            raw.sqlite3_reset(_read); // lets go of the snapshot
        }
    }

    public RowPage ReadRange(string partition, RowRange range, int limit)
    {
        var statement = range.FromExclusive ? _rangeAfter : _rangeFrom;
        BindText(statement, 1, partition);
        BindText(statement, 2, range.From);
        BindText(statement, 3, range.Before);
        raw.sqlite3_bind_int(statement, 4, limit + 1);
        try
        {
            List<Row> rows = [];
            while (Step(statement))
            {
                if (rows.Count == limit)
                {
                    return new RowPage(rows, HasMore: true);
                }

                var key = OrdinalText.Decode(raw.sqlite3_column_blob(statement, 0));
                rows.Add(new Row(key, Tag(statement, 1), raw.sqlite3_column_blob(statement, 2).ToArray()));
            }

            return new RowPage(rows, HasMore: false);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <returns>The number of the row's tag, or null where there is no row.</returns>
    public long? FindTag(string partition, string key)
    {
        BindText(_tag, 1, partition);
        BindText(_tag, 2, key);
        try
        {
            return Step(_tag) ? raw.sqlite3_column_int64(_tag, 0) : null;
        }
        finally
        {
            raw.sqlite3_reset(_tag);
        }
    }

    public void Put(string partition, string key, long tag, ReadOnlySpan<byte> data)
    {
        BindText(_put, 1, partition);
        BindText(_put, 2, key);
        raw.sqlite3_bind_int64(_put, 3, tag);
        Check(data.IsEmpty ? raw.sqlite3_bind_zeroblob(_put, 4, 0) : raw.sqlite3_bind_blob(_put, 4, data));
        Run(_put);
    }

    public void Delete(string partition, string key)
    {
        BindText(_delete, 1, partition);
        BindText(_delete, 2, key);
        Run(_delete);
    }

    public void Dispose()
    {
        _read.Dispose();
        _tag.Dispose();
        _rangeFrom.Dispose();
        _rangeAfter.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static string Tag(sqlite3_stmt statement, int column) => raw.sqlite3_column_int64(statement, column).ToString();

    private void BindText(sqlite3_stmt statement, int index, string text)
    {
        // Keys are bounded, the ends of a range are not.
        var longest = text.Length * OrdinalText.MaxBytesPerChar;
        var bytes = longest <= 2048 ? stackalloc byte[longest] : new byte[longest];
        Check(raw.sqlite3_bind_text(statement, index, bytes[..OrdinalText.Encode(text, bytes)]));
    }

    private void Run(sqlite3_stmt statement)
    {
        try
        {
            Step(statement);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private bool Step(sqlite3_stmt statement)
    {
        var answer = raw.sqlite3_step(statement);
        if (answer is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(answer);
        }

        return answer == raw.SQLITE_ROW;
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private void Check(int answer)
    {
        if (answer != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_db).utf8_to_string(), answer & 0xFF, raw.sqlite3_extended_errcode(_db));
        }
    }
}
