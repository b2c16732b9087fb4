using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Atlas.LocalRuntime;

/// <summary>
/// A compiled statement without the ADO.NET layer, for paths that run thousands of times a second. Values are bound in
/// order; <see cref="Run"/> or the last <see cref="Step"/> makes it ready for the next use.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly SqliteStatements _owner;
    private int _bound;
    private bool _isOnRow;

    internal SqliteStatement(SqliteStatements owner, SqliteConnection connection, string sql)
    {
        _owner = owner;
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection, sql, out _statement), _connection);
    }

    public SqliteStatement Bind(long value) => Checked(raw.sqlite3_bind_int64(_statement, ++_bound, value));

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public SqliteStatement Bind(string? value) =>
        value is null ? BindNull() : Checked(raw.sqlite3_bind_text(_statement, ++_bound, value));

    public SqliteStatement Bind(ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(_statement, ++_bound, value));

    /// <summary>Runs a statement that answers no rows; the number of rows it changed.</summary>
    public int Run()
    {
        Step();
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Moves to the next row; false, and ready for the next use, where there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            if (!_isOnRow)
            {
                _isOnRow = true;
                _owner.Opened(this);
            }

            return true;
        }

        Reset();
        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, _connection);
        }

        return false;
    }

    /// <summary>Ends a read before its last row.</summary>
    public void Reset()
    {
        _bound = 0;
        raw.sqlite3_reset(_statement);
        if (_isOnRow)
        {
            _isOnRow = false;
            _owner.Closed(this);
        }
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private SqliteStatement BindNull() => Checked(raw.sqlite3_bind_null(_statement, ++_bound));

    private SqliteStatement Checked(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            Reset();
            SqliteException.ThrowExceptionForRC(result, _connection);
        }

        return this;
    }
}
