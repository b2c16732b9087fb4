using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What an unfinished instance's row says.</summary>
internal sealed record InstanceInfo(long Sequence, string Id, string Name, string Version)
{
    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public string? Input { get; init; }

    public string? CustomStatus { get; init; }

    public long CreatedTicks { get; init; }

    /// <summary>Not before this time; null for at once.</summary>
    public long? StartTicks { get; init; }

    /// <summary>The number of its first task. Above 0 after ContinueAsNew, so that no two tasks of an instance share a number.</summary>
    public int FirstTask { get; init; }

    public ParentLink? Parent { get; init; }

    public string? Tags { get; init; }
}

/// <summary>Whom a sub-orchestration answers to.</summary>
internal sealed record ParentLink(long Sequence, int TaskId, ParentOrchestrationInstance Instance);
