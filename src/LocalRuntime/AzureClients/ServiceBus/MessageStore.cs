namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>The broker's rows. What it acknowledges is committed; what is gone here is gone.</summary>
internal sealed class MessageStore(SqliteDatabase database, TimeProvider timeProvider) : IAsyncDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS message (
            id INTEGER PRIMARY KEY, queue TEXT NOT NULL, dead INTEGER NOT NULL, sequence INTEGER NOT NULL,
            message_id TEXT NOT NULL, enqueued INTEGER NOT NULL, ttl INTEGER NOT NULL, scheduled INTEGER NOT NULL,
            deliveries INTEGER NOT NULL, header BLOB, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS duplicate (
            queue TEXT NOT NULL, message_id TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (queue, message_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS duplicate_until ON duplicate (until);
        CREATE TABLE IF NOT EXISTS sequence (one INTEGER PRIMARY KEY CHECK (one = 1), reserved INTEGER NOT NULL);
        INSERT OR IGNORE INTO sequence VALUES (1, 0);
        """;

    private const int SequenceBlock = 10_000;

    private readonly Lock _gate = new();
    private long _next;
    private long _reserved;
    private long _forgetDuplicatesAt;

    /// <summary>Every message on disk, without its content, in the order of arrival.</summary>
    public IReadOnlyList<StoredMessage> Load()
    {
        var (rows, last) = database.Read(statements =>
        {
            var found = new List<StoredMessage>();
            using var reader = statements
                .With(
                    "SELECT id, queue, dead, sequence, message_id, enqueued, ttl, scheduled, deliveries FROM message ORDER BY id"
                )
                .ExecuteReader();
            while (reader.Read())
            {
                found.Add(StoredMessage.Read(reader));
            }

            return (found, (long)statements.Scalar("SELECT reserved FROM sequence")!);
        });
        _next = rows.Aggregate(last, (highest, row) => Math.Max(highest, Math.Max(row.Message.Id, row.Message.Sequence)));
        _reserved = _next;
        return rows;
    }

    public long NextSequence() => Interlocked.Increment(ref _next);

    /// <summary>False at an index says that the queue has seen that message id within its window: nothing was stored.</summary>
    public Task<bool[]> InsertAsync(string queue, IReadOnlyList<BrokerMessage> messages, TimeSpan? duplicateWindow)
    {
        var reserve = Reserve(messages[^1].Id);
        var now = timeProvider.GetUtcNow().Ticks;
        var forget = duplicateWindow is not null && TimeToForget(now);
        var rows = messages.Select(message => (Message: message, message.Sequence, Content: message.Content!)).ToArray();
        return database.WriteAsync(statements =>
        {
            if (reserve is { } upTo)
            {
                statements.Execute("UPDATE sequence SET reserved = max(reserved, $1)", upTo);
            }

            if (forget)
            {
                statements.Execute("DELETE FROM duplicate WHERE until <= $1", now);
            }

            var inserted = new bool[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                var (message, sequence, content) = rows[i];
                if (duplicateWindow is { } window && !IsNew(statements, queue, message.MessageId, now, now + window.Ticks))
                {
                    continue;
                }

                inserted[i] = true;
                statements.Execute(
                    "INSERT INTO message VALUES ($1, $2, 0, $3, $4, $5, $6, $7, 0, $8, $9)",
                    message.Id,
                    queue,
                    sequence,
                    message.MessageId,
                    message.EnqueuedAt.UtcTicks,
                    message.TimeToLive.Ticks,
                    message.ScheduledFor.UtcTicks,
                    MessageHeader.Encode(content),
                    content.Body
                );
            }

            return inserted;
        });
    }

    /// <summary>Counts a delivery before it is made, so that a message that kills its receiver does not do so for ever.</summary>
    /// <returns>Each message's content, or null where there is no such row: a send or a delete that was told as failed.</returns>
    public Task<MessageContent?[]> DeliverAsync(IReadOnlyList<BrokerMessage> messages, bool delete)
    {
        var rows = messages.Select(message => (message.Id, message.Sequence, message.Deliveries, message.Content)).ToArray();
        return database.WriteAsync(statements =>
        {
            var contents = new MessageContent?[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                var (id, sequence, deliveries, content) = rows[i];
                content ??= ReadContent(statements, id);
                var changed = delete
                    ? statements.Execute("DELETE FROM message WHERE id = $1", id)
                    : statements.Execute(
                        "UPDATE message SET deliveries = $2, sequence = $3 WHERE id = $1",
                        id,
                        deliveries,
                        sequence
                    );
                contents[i] = changed == 0 ? null : content;
            }

            return contents;
        });
    }

    public Task DeleteAsync(IReadOnlyList<long> ids) =>
        database.WriteAsync(statements =>
        {
            foreach (var id in ids)
            {
                statements.Execute("DELETE FROM message WHERE id = $1", id);
            }

            return 0;
        });

    public Task ReplaceHeaderAsync(long id, IEnumerable<KeyValuePair<string, object>> properties)
    {
        var changes = properties.ToArray();
        return database.WriteAsync(statements =>
            ReadContent(statements, id) is { } content
                ? statements.Execute(
                    "UPDATE message SET header = $2 WHERE id = $1",
                    id,
                    MessageHeader.Encode(content.WithProperties(changes))
                )
                : 0
        );
    }

    /// <summary>False when there is no such row.</summary>
    public Task<bool> DeadLetterAsync(long id, MessageContent? content, IReadOnlyDictionary<string, object> properties) =>
        database.WriteAsync(statements =>
        {
            if ((content ?? ReadContent(statements, id)) is not { } known)
            {
                return false;
            }

            var header = MessageHeader.Encode(known.WithProperties(properties));
            return statements.Execute("UPDATE message SET dead = 1, header = $2 WHERE id = $1", id, header) == 1;
        });

    public MessageContent? ReadContent(long id) => database.Read(statements => ReadContent(statements, id));

    /// <summary>After a commit that may not have happened, the next send states the reserved numbers again.</summary>
    public void ForgetReservation()
    {
        lock (_gate)
        {
            _reserved = 0;
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static MessageContent? ReadContent(SqliteStatements statements, long id)
    {
        using var reader = statements.With("SELECT header, body FROM message WHERE id = $1", id).ExecuteReader();
        return reader.Read()
            ? MessageHeader.Decode(reader.IsDBNull(0) ? null : reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1))
            : null;
    }

    private static bool IsNew(SqliteStatements statements, string queue, string messageId, long now, long until) =>
        statements.Execute(
            """
            INSERT INTO duplicate VALUES ($1, $2, $3)
            ON CONFLICT (queue, message_id) DO UPDATE SET until = excluded.until WHERE until <= $4
            """,
            queue,
            messageId,
            until,
            now
        ) == 1;

    private long? Reserve(long highest)
    {
        lock (_gate)
        {
            return highest > _reserved ? _reserved = highest + SequenceBlock : null;
        }
    }

    private bool TimeToForget(long now)
    {
        var due = Interlocked.Read(ref _forgetDuplicatesAt);
        return now >= due && Interlocked.CompareExchange(ref _forgetDuplicatesAt, now + TimeSpan.TicksPerMinute, due) == due;
    }
}
