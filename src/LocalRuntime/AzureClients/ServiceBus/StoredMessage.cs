using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>A message as it was found on disk.</summary>
internal sealed record StoredMessage(string Queue, bool IsDead, BrokerMessage Message)
{
    public static StoredMessage Read(SqliteDataReader row) =>
        new(
            row.GetString(1),
            row.GetInt64(2) != 0,
            new BrokerMessage(row.GetInt64(0), row.GetString(4))
            {
                Sequence = row.GetInt64(3),
                EnqueuedAt = Time(row.GetInt64(5)),
                TimeToLive = new TimeSpan(row.GetInt64(6)),
                ScheduledFor = Time(row.GetInt64(7)),
                Deliveries = row.GetInt32(8),
            }
        );

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
