using System.Runtime.InteropServices;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Makes an instance: one row.</summary>
internal sealed class StartWrite(HubEngine engine, InstanceInfo info, IReadOnlyCollection<OrchestrationRuntimeStatus> kept)
    : SqliteWrite
{
    private readonly TaskCompletionSource<StartResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InstanceInfo _info = info;
    private StartResult _result;

    public Task<StartResult> Done => _done.Task;

    public override void Execute(SqliteStatements statements)
    {
        _info = _info with { Sequence = engine.Counters.NextInstance() };
        _result = default;
        if (InstanceRows.TryInsert(statements, _info))
        {
            return;
        }

        var existing =
            InstanceRows.Find(statements, _info.Id) ?? throw new InvalidOperationException("The id is taken by nobody.");
        if (kept.Contains(existing.Status))
        {
            _result = new StartResult(StartConflict.Kept, existing.Sequence, existing.Status);
        }
        else if (!InstanceRows.IsFinished(existing.Status))
        {
            _result = new StartResult(StartConflict.MustEndFirst, existing.Sequence, existing.Status);
        }
        else
        {
            InstanceRows.Delete(statements, existing.Sequence);
            InstanceRows.TryInsert(statements, _info);
        }
    }

    public override void Completed(Exception? fault)
    {
        if (fault is not null)
        {
            engine.Faulted(fault);
            _done.SetException(fault);
            return;
        }

        if (_result.Conflict == StartConflict.None)
        {
            engine.Started(_info);
        }

        _done.SetResult(_result);
    }
}

internal enum StartConflict
{
    None,
    Kept,
    MustEndFirst,
}

/// <summary>What stood in the way of a start.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StartResult(StartConflict Conflict, long Sequence, OrchestrationRuntimeStatus Status);
