using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime;

/// <summary>The prepared statements of one connection, each compiled once. Used by one thread at a time.</summary>
public sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Dictionary<string, SqliteStatement> _prepared = [];
    private readonly List<SqliteStatement> _onRows = [];

    public SqliteConnection Connection => connection;

    /// <summary>
    /// The statement for <paramref name="sql"/> with its parameters set, in the order <c>$1, $2, …</c>. Values may be
    /// null, string, long, int, double, bool, byte[]. Valid until the same text is asked for again.
    /// </summary>
    public SqliteCommand With(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // every caller passes a constant
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs a statement that answers no rows; the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => With(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null where there is no row or the value is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        With(sql, values).ExecuteScalar() is var value and not DBNull ? value : null;

    /// <summary>The compiled statement for <paramref name="sql"/>, a constant, with nothing bound. Parameters are <c>?1, ?2, …</c></summary>
    public SqliteStatement Prepared(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(this, connection, sql);
            _prepared.Add(sql, statement);
        }

        statement.Reset(); // an item that threw half-way may have left it in use
        return statement;
    }

    /// <summary>Ends reads that were left before their last row: for as long as one is open, the connection sees what was there when it began.</summary>
    internal void EndReads()
    {
        while (_onRows.Count > 0)
        {
            _onRows[^1].Reset();
        }
    }

    internal void Opened(SqliteStatement statement) => _onRows.Add(statement);

    internal void Closed(SqliteStatement statement) => _onRows.Remove(statement);

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }
}
