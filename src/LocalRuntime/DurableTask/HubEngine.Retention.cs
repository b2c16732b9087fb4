namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class HubEngine
{
    private const int RetentionBatch = 200;
    private static readonly TimeSpan s_retentionInterval = TimeSpan.FromMinutes(10);

    private void PlanRetention()
    {
        if (Options.InstanceRetention is not null || Options.HistoryRetention > TimeSpan.Zero)
        {
            Delays.After(s_retentionInterval, ApplyRetentionAsync);
        }
    }

    private async Task ApplyRetentionAsync()
    {
        try
        {
            var now = Time.GetUtcNow();
            if (Options.InstanceRetention is { } instances)
            {
                await InBatchesAsync(
                    after => HubRows.FinishedBefore((now - instances).UtcTicks, after, RetentionBatch),
                    InstanceRows.Delete
                );
            }

            if (Options.HistoryRetention > TimeSpan.Zero)
            {
                var cutoff = (now - Options.HistoryRetention).UtcTicks;
                await InBatchesAsync(
                    after => HubRows.HistoryOfFinishedBefore(cutoff, after, RetentionBatch),
                    InstanceRows.DeleteHistory
                );
            }
        }
        catch (Exception ex) // the edge of a background task: it is planned again
        {
            Log.Faulted(_logger, ex);
        }

        PlanRetention();
    }

    /// <summary>Small writes with room between them, so that nobody waits long behind the clean-up.</summary>
    private async Task InBatchesAsync(
        Func<long, Func<SqliteStatements, List<long>>> select,
        Func<SqliteStatements, long, int> delete
    )
    {
        long after = 0;
        while (!_stopped && await Database.ReadAsync(select(after)) is { Count: > 0 } batch)
        {
            await Database.WriteAsync(s => batch.Sum(sequence => delete(s, sequence)));
            after = batch[^1];
        }
    }
}
