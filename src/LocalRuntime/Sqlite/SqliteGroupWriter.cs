using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime;

internal sealed class SqliteGroupWriter : IAsyncDisposable
{
    private readonly SqliteStatements _statements;
    private readonly SqliteDatabaseOptions _options;
    private readonly IWorkLane _lane;
    private readonly Queue<SqliteWrite> _queue = [];
    private readonly List<SqliteWrite> _group = [];
    private bool _scheduled;
    private bool _closed;
    private long _commits;

    public SqliteGroupWriter(SqliteConnection connection, SqliteDatabaseOptions options, IWorkLane lane)
    {
        _statements = new SqliteStatements(connection);
        _options = options;
        _lane = lane;
        _statements.Execute("BEGIN IMMEDIATE");
        using (var schema = connection.CreateCommand())
        {
#pragma warning disable CA2100 // the schema is a constant of the owning adapter
            schema.CommandText = options.Schema;
#pragma warning restore CA2100
            schema.ExecuteNonQuery();
        }

        _statements.Execute("COMMIT");
    }

    public long Commits => Interlocked.Read(ref _commits);

    public Task<T> WriteAsync<T>(Func<SqliteStatements, T> work)
    {
        var item = new Item<T>(work);
        Enqueue(item);
        return item.Task;
    }

    public void Enqueue(SqliteWrite write)
    {
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Enqueue(write);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        _lane.Post(Drain);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_queue)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _lane.Dispose();
        _statements.Dispose();
        await _statements.Connection.DisposeAsync();
    }

    private void Drain()
    {
        while (TakeGroup())
        {
            if (!TryCommit(_group))
            {
                // One item threw after it had written. Alone, each stands or falls by itself.
                foreach (var item in _group)
                {
                    TryCommit([item]);
                }
            }

            foreach (var item in _group)
            {
                item.Completed(item.Fault);
            }
        }
    }

    private bool TakeGroup()
    {
        _group.Clear();
        lock (_queue)
        {
            while (_group.Count < _options.MaxGroup && _queue.TryDequeue(out var item))
            {
                _group.Add(item);
            }

            _scheduled = _group.Count > 0;
            return _scheduled;
        }
    }

    /// <summary>False when an item spoilt the others' transaction, which is then rolled back.</summary>
    private bool TryCommit(List<SqliteWrite> items)
    {
        try
        {
            _statements.Execute("BEGIN IMMEDIATE");
            foreach (var item in items)
            {
                var before = SQLitePCL.raw.sqlite3_total_changes(_statements.Connection.Handle);
                Run(item);
                if (
                    item.Fault is not null
                    && (!InTransaction || SQLitePCL.raw.sqlite3_total_changes(_statements.Connection.Handle) != before)
                )
                {
                    // It had written, or SQLite itself undid the transaction, as it may on FULL and IOERR.
                    Rollback();
                    return items.Count == 1;
                }
            }

            _options.CommitSeam?.BeforeCommit(items.Count);
            _statements.Execute("COMMIT");
            Interlocked.Increment(ref _commits);
            _options.CommitSeam?.AfterCommit(items.Count);
        }
        catch (Exception ex) // disk full, locked, I/O error: every writer of the group is told
        {
            Rollback();
            foreach (var item in items)
            {
                item.Fault = ex;
            }
        }

        return true;
    }

    private bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_statements.Connection.Handle) == 0;

    private void Rollback()
    {
        if (InTransaction)
        {
            _statements.Execute("ROLLBACK");
        }
    }

    private void Run(SqliteWrite item)
    {
        item.Fault = null;
        try
        {
            item.Execute(_statements);
        }
        catch (Exception ex) // belongs to this item's caller
        {
            item.Fault = ex;
        }
        finally
        {
            _statements.EndReads();
        }
    }

    private sealed class Item<T>(Func<SqliteStatements, T> work) : SqliteWrite
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override void Execute(SqliteStatements statements) => _result = work(statements);

        public override void Completed(Exception? fault)
        {
            if (fault is not null)
            {
                _completion.SetException(fault);
            }
            else
            {
                _completion.SetResult(_result!);
            }
        }
    }
}
