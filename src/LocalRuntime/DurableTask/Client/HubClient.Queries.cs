using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class HubClient
{
    private const int PurgeBatch = 200;

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return engine.Database.ReadAsync(s => MetadataRows.Find(s, instanceId, ConverterIf(getInputsAndOutputs)));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return new InstancePages(engine.Database, query, ConverterIf(query.FetchInputsAndOutputs));
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => WaitAsync(instanceId, m => m.RuntimeStatus != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => WaitAsync(instanceId, m => m.IsCompleted, getInputsAndOutputs, cancellation);

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var recursive = options?.Recursive == true;
        var count = await engine.Database.WriteAsync(s =>
            InstanceRows.Find(s, instanceId) is { } found && InstanceRows.IsFinished(found.Status)
                ? PurgeRows.Purge(s, found.Sequence, recursive)
                : 0
        );
        return new PurgeResult(count, isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var recursive = options?.Recursive == true;
        var until = filter.Timeout is { } timeout ? engine.Time.GetUtcNow() + timeout : DateTimeOffset.MaxValue;
        var count = 0;
        while (engine.Time.GetUtcNow() < until)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = await engine.Database.WriteAsync(s =>
            {
                var found = PurgeRows.Select(s, filter, PurgeBatch);
                return (Found: found.Count, Purged: found.Sum(sequence => PurgeRows.Purge(s, sequence, recursive)));
            });
            count += batch.Purged;
            if (batch.Found < PurgeBatch)
            {
                return new PurgeResult(count, isComplete: true);
            }
        }

        return new PurgeResult(count, isComplete: false);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId,
        Func<OrchestrationMetadata, bool> isSo,
        bool getInputsAndOutputs,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var change = engine.Waiters.NextChange(instanceId);
            if (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation) is { } instance && isSo(instance))
            {
                return instance;
            }

            await change.WaitAsync(cancellation);
        }
    }

    private PayloadConverter? ConverterIf(bool wanted) => wanted ? engine.Services.Converter : null;
}
