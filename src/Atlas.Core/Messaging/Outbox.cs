using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Messaging;

/// <summary>
/// Carries work out of a workspace's batch to the queue, at least once: a row in the batch says what is to be done, a marker
/// written before it says where to look. Drained right after the batch, and by a sweep when that failed.
/// </summary>
public sealed partial class Outbox(IRowStore rows, IMessageSender sender, TimeProvider time, ILogger<Outbox> logger)
{
    public const string Queue = "work";

    private static readonly TimeSpan s_leftBehind = TimeSpan.FromSeconds(30);

    /// <summary>Longer than any batch takes from its marker to its end.</summary>
    private static readonly TimeSpan s_stray = TimeSpan.FromMinutes(10);

    public OutboxEntry Prepare(Id<Workspace> workspace, WorkItem work) =>
        new(Id<OutboxEntry>.New(time), workspace, work, time.GetUtcNow());

    /// <summary>Call it before the batch that holds the entries.</summary>
    internal async Task MarkAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken) =>
        await rows.WriteAsync(
            SystemKeys.Outbox,
            [.. entries.Select(entry => RowWrite.Upsert(entry.Marker, default))],
            cancellationToken
        );

    internal static RowWrite Write(OutboxEntry entry) => RowWrite.Insert(entry.Key, entry.ToRow(StoredJson.Default.OutboxEntry));

    /// <summary>Sends what a batch has just written. What fails is left to the sweep.</summary>
    internal async Task DrainAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            try
            {
                await SendAsync(entry, cancellationToken);
            }
            catch (StorageUnavailableException ex)
            {
                Log.LeftToSweep(logger, ex, entry.Id.ToString());
            }
        }
    }

    /// <summary>Sends work that is to be done after <paramref name="delay"/>: for handlers that come back to their work.</summary>
    internal async Task SendLaterAsync(
        Id<Workspace> workspace,
        WorkItem work,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var entry = Prepare(workspace, work);
        var message = new OutgoingMessage(
            entry.Id.ToString(),
            entry.ToRow(StoredJson.Default.OutboxEntry),
            time.GetUtcNow() + delay
        );
        await sender.SendAsync(Queue, [message], cancellationToken);
    }

    /// <summary>Sends a message that was received and is not to be worked on yet.</summary>
    internal async Task SendAgainAsync(ReadOnlyMemory<byte> message, TimeSpan delay, CancellationToken cancellationToken) =>
        await sender.SendAsync(
            Queue,
            [new OutgoingMessage(Id<OutboxEntry>.New(time).ToString(), message, time.GetUtcNow() + delay)],
            cancellationToken
        );

    /// <summary>Sends what was left behind and clears markers of batches that never came.</summary>
    /// <returns>How many entries were sent.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var range = new RowRange("0", SortableTime.Format(now - s_leftBehind));
        var page = await rows.ReadRangeAsync(SystemKeys.Outbox, range, RowLimits.MaxPage, cancellationToken);
        var sent = 0;
        foreach (var marker in page.Rows)
        {
            var parts = marker.Key.Split(':');
            var entry = await rows.ReadAsync(
                WorkspaceKeys.Partition(Id<Workspace>.Parse(parts[1])),
                WorkspaceKeys.OutboxEntry(parts[2]),
                StoredJson.Default.OutboxEntry,
                cancellationToken
            );
            if (entry is not null)
            {
                await SendAsync(entry.Value, cancellationToken);
                sent++;
            }
            else if (SortableTime.Parse(parts[0]) < now - s_stray)
            {
                await rows.WriteAsync(SystemKeys.Outbox, [RowWrite.Delete(marker.Key)], cancellationToken);
            }
        }

        return sent;
    }

    private async Task SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var message = new OutgoingMessage(entry.Id.ToString(), entry.ToRow(StoredJson.Default.OutboxEntry));
        await sender.SendAsync(Queue, [message], cancellationToken);
        await rows.WriteAsync(WorkspaceKeys.Partition(entry.WorkspaceId), [RowWrite.Delete(entry.Key)], cancellationToken);
        await rows.WriteAsync(SystemKeys.Outbox, [RowWrite.Delete(entry.Marker)], cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Outbox entry {EntryId} could not be sent and is left to the sweep.")]
        public static partial void LeftToSweep(ILogger logger, Exception exception, string entryId);
    }
}
