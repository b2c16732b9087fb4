using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Microsoft.Data.Sqlite;

namespace Atlas.Storage.Sqlite;

/// <summary>Rows in one SQLite file, which one process uses at a time. Batches that arrive while a commit runs share the next one; reads see the newest commit.</summary>
public sealed class SqliteRowStore : IRowStore, IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS rows (
            partition TEXT NOT NULL,
            key TEXT NOT NULL,
            etag INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (partition, key)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Some thousands of rows: the channels, files and posts that are being worked with.</summary>
    private const long CacheBytes = 8 << 20;

    private readonly SqliteDatabase _database;
    private readonly SqliteRowConnections _connections = new();
    private readonly SqliteRowTags _tags;
    private readonly SqliteRowCache _cache = new(CacheBytes);

    private SqliteRowStore(SqliteDatabase database)
    {
        _database = database;
        var used = database.Read(static s => s.Scalar("SELECT value FROM counters WHERE name = 'etag'")) as long? ?? 0;
        _tags = new SqliteRowTags(used + 1);
    }

    internal SqliteDatabase Database => _database;

    /// <param name="path">The file, made where there is none.</param>
    public static SqliteRowStore Open(string path, IWorkScheduler scheduler, ISqliteCommitSeam? commitSeam = null) =>
        new(
            SqliteDatabase.Open(new SqliteDatabaseOptions(path, Schema) { CommitSeam = commitSeam, CacheKib = 16_384 }, scheduler)
        );

    public ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowLimits.CheckKey(key);
        cancellationToken.ThrowIfCancellationRequested();
        if (_cache.Find(partition, key, out var ticket) is { } known)
        {
            return ValueTask.FromResult<Row?>(known);
        }

        var row = Read(s => _connections.StatementsOf(s).Read(partition, key));
        if (row is not null)
        {
            _cache.Offer(partition, row, ticket);
        }

        return ValueTask.FromResult(row);
    }

    public ValueTask<RowPage> ReadRangeAsync(string partition, RowRange range, int limit, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowPages.CheckLimit(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(s => _connections.StatementsOf(s).ReadRange(partition, range, limit)));
    }

    public async ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        RowLimits.Check(partition, writes);
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new SqliteRowBatch(_connections, _tags, partition, writes);
        WriteOutcome outcome = default;
        _cache.Begin(partition, writes);
        try
        {
            outcome = await _database.WriteAsync(batch.Run);
        }
        catch (SqliteException ex) when (batch.Fault is { } fault ? SqliteFaults.IsPassing(fault) : !SqliteFaults.IsDamage(ex))
        {
            throw SqliteFaults.Unavailable(batch.Fault ?? ex);
        }
        finally
        {
            _cache.End(partition, writes, outcome is { ETags: { } etags, Succeeded: true } ? etags : null);
        }

        if (batch.Ceiling is { } ceiling)
        {
            _tags.Confirm(ceiling);
        }

        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        // A closed connection lives on until its last statement goes: so they go after it, when no thread uses them.
        var statements = _connections.All();
        await _database.DisposeAsync();
        statements.ForEach(static s => s.Dispose());
    }

    private T Read<T>(Func<SqliteStatements, T> read)
    {
        try
        {
            return _database.Read(read);
        }
        catch (SqliteException ex) when (SqliteFaults.IsPassing(ex))
        {
            throw SqliteFaults.Unavailable(ex);
        }
    }
}
