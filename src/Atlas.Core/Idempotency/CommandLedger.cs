using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Idempotency;

/// <summary>
/// Does a command once: its effect and the answer that is kept under its <see cref="IdempotencyKey"/> are one batch. Who loses
/// a race decides again on what is true then, or gets the winner's answer.
/// </summary>
public sealed class CommandLedger(IRowStore rows, DueIndex dueIndex, Outbox outbox, TimeProvider time)
{
    private const int MaxTries = 6;

    /// <param name="decide">Reads and decides, and has no effect of its own: it runs again when the batch meets a change.</param>
    public async Task<Outcome<Answer>> DoAsync(
        string partition,
        IdempotencyKey? key,
        Func<CancellationToken, ValueTask<Outcome<Change>>> decide,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            if (key is not null && await ReadKeptAsync(partition, key, cancellationToken) is { } kept)
            {
                return kept.Replay(key);
            }

            var decision = await decide(cancellationToken);
            if (decision.Failed)
            {
                return decision.Problem;
            }

            var change = decision.Value;
            if (await CommitAsync(partition, key, change, cancellationToken))
            {
                if (change.Outbox.Count > 0)
                {
                    await outbox.DrainAsync(change.Outbox, cancellationToken);
                }

                if (change.Afterwards is { } afterwards)
                {
                    await afterwards(cancellationToken);
                }

                return change.Answer;
            }
        }

        return Problem.Conflict("busy", "It is being changed from several sides at the same time. Try again.");
    }

    public async ValueTask<KeptAnswer?> ReadKeptAsync(
        string partition,
        IdempotencyKey key,
        CancellationToken cancellationToken
    ) =>
        (
            await rows.ReadAsync(
                partition,
                WorkspaceKeys.IdempotencyKey(key.Hash),
                StoredJson.Default.KeptAnswer,
                cancellationToken
            )
        )?.Value;

    private async ValueTask<bool> CommitAsync(
        string partition,
        IdempotencyKey? key,
        Change change,
        CancellationToken cancellationToken
    )
    {
        // A row that nobody else can have written: by a new id, or by the key and the answer.
        RowWrite? own = change.Writes.Find(write => write.Kind == RowWriteKind.Insert) is { Key: not null } made ? made : null;
        if (key is not null)
        {
            var kept = KeptAnswer.Of(key, change.Answer, change.HasSecret, time.GetUtcNow());
            own = RowWrite.Insert(WorkspaceKeys.IdempotencyKey(key.Hash), kept.ToRow(StoredJson.Default.KeptAnswer));
            change.Writes.Add(own.Value);
        }

        if (change.Writes.Count == 0)
        {
            return true;
        }

        if (change.Outbox.Count > 0)
        {
            await outbox.MarkAsync(change.Outbox, cancellationToken);
            foreach (var entry in change.Outbox)
            {
                change.Writes.Add(Outbox.Write(entry));
            }
        }

        return await dueIndex.AddAroundAsync(
            change.Due,
            time,
            async () =>
                (await rows.WriteAsync(partition, change.Writes, cancellationToken)).Succeeded
                || own is { } mine && await IsWrittenAsync(partition, mine, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>
    /// Whether a batch that met a change has met itself: sent twice on the way to the store, it is told of its own rows. To decide again would
    /// make a second post of one request. A batch is written whole, so one row stands for all.
    /// </summary>
    private async ValueTask<bool> IsWrittenAsync(string partition, RowWrite own, CancellationToken cancellationToken) =>
        await rows.ReadAsync(partition, own.Key, cancellationToken) is { } row && row.Data.Span.SequenceEqual(own.Data.Span);
}
