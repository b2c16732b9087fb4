using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime;

/// <summary>
/// A SQLite file with one group-committing writer and any number of readers. A write's task completes after the commit
/// that holds it has been fsynced (WAL, <c>synchronous=FULL</c>); writes that arrive while a commit runs share the next one.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private static long s_memoryDatabases;

    private readonly string _connectionString;
    private readonly SqliteDatabaseOptions _options;
    private readonly SqliteGroupWriter _writer;
    private readonly ConcurrentBag<SqliteStatements> _readers = [];

    private SqliteDatabase(string connectionString, SqliteDatabaseOptions options, IWorkScheduler scheduler)
    {
        _connectionString = connectionString;
        _options = options;
        _writer = new SqliteGroupWriter(
            Connect(),
            options,
            scheduler.OpenLane($"sqlite {System.IO.Path.GetFileName(options.Path ?? "memory")}")
        );
    }

    public static SqliteDatabase Open(SqliteDatabaseOptions options, IWorkScheduler scheduler)
    {
        var builder = options.Path is { } path
            ? new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }
            : new SqliteConnectionStringBuilder
            {
                DataSource = $"atlas-memory-{Interlocked.Increment(ref s_memoryDatabases)}",
                Mode = SqliteOpenMode.Memory,
                Cache = SqliteCacheMode.Shared,
                Pooling = false,
            };
        if (options.Path is { } file && System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        return new SqliteDatabase(builder.ConnectionString, options, scheduler);
    }

    /// <summary>
    /// Runs <paramref name="work"/> in the writer's transaction. It runs again from the start when another item of its
    /// group throws after writing, so it must not change anything but the database.
    /// </summary>
    /// <exception cref="SqliteException">The commit failed; for all that the caller knows nothing of it happened, unless the fault came after it.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteStatements, T> work) => _writer.WriteAsync(work);

    /// <summary>As <see cref="WriteAsync{T}"/>, for paths where a task per write costs too much.</summary>
    public void Enqueue(SqliteWrite write) => _writer.Enqueue(write);

    /// <summary>Commits since the opening.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Reads from the newest committed state: at once from a file, in the writer's turn from memory.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteStatements, T> read)
    {
        if (_options.Path is null)
        {
            return _writer.WriteAsync(read);
        }

        try
        {
            return Task.FromResult(Read(read));
        }
        catch (SqliteException ex)
        {
            return Task.FromException<T>(ex);
        }
    }

    /// <summary>Reads on the caller's thread from the newest committed state.</summary>
    public T Read<T>(Func<SqliteStatements, T> read)
    {
        if (_options.Path is null)
        {
            // Shared-cache readers would meet the writer's table locks: in memory, reads take the writer's turn.
            return _writer.WriteAsync(read).GetAwaiter().GetResult();
        }

        if (!_readers.TryTake(out var statements))
        {
            statements = new SqliteStatements(Connect());
        }

        try
        {
            return read(statements);
        }
        finally
        {
            statements.EndReads();
            _readers.Add(statements);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        while (_readers.TryTake(out var statements))
        {
            statements.Dispose();
            await statements.Connection.DisposeAsync();
        }
    }

    private SqliteConnection Connect()
    {
        // SQLite itself waits for a lock; the provider's own retry on top of that would make it half a minute.
        var connection = new SqliteConnection(_connectionString) { DefaultTimeout = 1 };
        connection.Open();
        using var statements = new SqliteStatements(connection);
        statements.Execute($"PRAGMA busy_timeout={(long)_options.LockWait.TotalMilliseconds}");
        statements.Execute($"PRAGMA cache_size=-{_options.CacheKib}");
        statements.Execute("PRAGMA temp_store=MEMORY");
        if (_options.Path is not null)
        {
            statements.Execute("PRAGMA journal_mode=WAL");
            statements.Execute("PRAGMA synchronous=FULL");
            statements.Execute("PRAGMA wal_autocheckpoint=4000");
            AssertDurable(statements);
        }

        return connection;
    }

    /// <summary>What "acknowledged means on disk" rests on. Read back, since SQLite answers an unusable pragma with silence.</summary>
    private static void AssertDurable(SqliteStatements statements)
    {
        var journal = statements.Scalar("PRAGMA journal_mode") as string;
        var synchronous = statements.Scalar("PRAGMA synchronous") as long?;
        if (journal != "wal" || synchronous != 2)
        {
            throw new InvalidOperationException(
                $"SQLite refused durable settings: journal_mode={journal}, synchronous={synchronous}. Is the data directory on a local file system?"
            );
        }
    }
}
