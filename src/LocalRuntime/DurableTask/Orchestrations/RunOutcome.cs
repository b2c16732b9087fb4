using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>How an instance, or one generation of it, ended.</summary>
internal sealed record RunOutcome(OrchestrationRuntimeStatus Status, string? Output)
{
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>Set when it goes on with a new input (status ContinuedAsNew).</summary>
    public NextGeneration? Next { get; init; }

    /// <summary>Events for the next generation.</summary>
    public IReadOnlyList<HistoryEvent> CarriedOver { get; init; } = [];

    /// <summary>Whether unfinished sub-orchestrations end with it.</summary>
    public bool Recursive { get; init; }

    // As on the real runtime, the output of a failed instance is the plain text of its error.
    public static RunOutcome Failed(TaskFailureDetails failure) =>
        new(OrchestrationRuntimeStatus.Failed, failure.ErrorMessage) { Failure = failure };

    public static RunOutcome Failed(Exception exception) => Failed(TaskFailureDetails.FromException(exception));
}
