namespace Atlas.LocalRuntime.Functions.Timers;

/// <summary>Keeps the timers' statuses over restarts. The file is opened when the first monitored timer asks.</summary>
internal sealed class TimerStatusStore(string? path, IWorkScheduler scheduler) : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS timers (
            name TEXT PRIMARY KEY,
            last INTEGER NULL,
            next INTEGER NOT NULL,
            updated INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    private readonly Lazy<SqliteDatabase> _database = new(() =>
        SqliteDatabase.Open(new SqliteDatabaseOptions(path, Schema) { CacheKib = 256 }, scheduler)
    );

    public Task<TimerStatus?> FindAsync(string name) =>
        _database.Value.WriteAsync(statements =>
        {
            using var reader = statements.With("SELECT last, next, updated FROM timers WHERE name = $1", name).ExecuteReader();
            return reader.Read()
                ? new TimerStatus(
                    reader.IsDBNull(0) ? null : new DateTime(reader.GetInt64(0), DateTimeKind.Utc),
                    new DateTime(reader.GetInt64(1), DateTimeKind.Utc),
                    new DateTime(reader.GetInt64(2), DateTimeKind.Utc)
                )
                : null;
        });

    public Task SaveAsync(string name, TimerStatus status) =>
        _database.Value.WriteAsync(statements =>
            statements.Execute(
                "INSERT INTO timers (name, last, next, updated) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (name) DO UPDATE SET last = excluded.last, next = excluded.next, updated = excluded.updated",
                name,
                status.Last?.Ticks,
                status.Next.Ticks,
                status.LastUpdated.Ticks
            )
        );

    public ValueTask DisposeAsync() => _database.IsValueCreated ? _database.Value.DisposeAsync() : ValueTask.CompletedTask;
}
