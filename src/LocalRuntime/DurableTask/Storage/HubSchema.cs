namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// The hub's tables. An unfinished instance has a row, its turns are history rows, its timers and the messages that
/// it hasn't taken are rows; a finished one keeps only its own row. Times are UTC ticks.
/// </summary>
internal static class HubSchema
{
    /// <summary>Pending, running and suspended: statuses 6, 0 and 7.</summary>
    public const string Unfinished = "status IN (0, 6, 7)";

    public const string Sql = $"""
        CREATE TABLE IF NOT EXISTS instance (
          seq INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          version TEXT NOT NULL,
          status INTEGER NOT NULL,
          created INTEGER NOT NULL,
          updated INTEGER NOT NULL,
          first_task INTEGER NOT NULL DEFAULT 0,
          start_at INTEGER,
          parent_seq INTEGER,
          parent_task INTEGER,
          parent_id TEXT,
          parent_name TEXT,
          tags TEXT,
          custom TEXT,
          output TEXT,
          failure TEXT,
          input TEXT
        );
        CREATE INDEX IF NOT EXISTS instance_unfinished ON instance (seq) WHERE {Unfinished};
        CREATE INDEX IF NOT EXISTS instance_parent ON instance (parent_seq) WHERE parent_seq IS NOT NULL;
        CREATE TABLE IF NOT EXISTS history (
          seq INTEGER NOT NULL,
          turn INTEGER NOT NULL,
          at INTEGER NOT NULL,
          open INTEGER NOT NULL,
          events BLOB NOT NULL,
          PRIMARY KEY (seq, turn)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS timer (
          at INTEGER NOT NULL,
          seq INTEGER NOT NULL,
          task INTEGER NOT NULL,
          PRIMARY KEY (at, seq, task)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS message (
          seq INTEGER NOT NULL,
          row INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          task INTEGER NOT NULL,
          name TEXT,
          text TEXT,
          PRIMARY KEY (seq, row)
        ) WITHOUT ROWID;
        """;
}
