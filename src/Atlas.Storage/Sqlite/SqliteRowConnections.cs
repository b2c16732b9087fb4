using System.Runtime.CompilerServices;
using Atlas.LocalRuntime;

namespace Atlas.Storage.Sqlite;

/// <summary>The row statements of each connection of one database, made when it is first used.</summary>
internal sealed class SqliteRowConnections
{
    private readonly ConditionalWeakTable<SqliteStatements, SqliteRowStatements> _statements = [];

    public SqliteRowStatements StatementsOf(SqliteStatements connection) =>
        _statements.GetValue(connection, static c => new SqliteRowStatements(c.Connection));

    public List<SqliteRowStatements> All() => [.. _statements.Select(static pair => pair.Value)];
}
