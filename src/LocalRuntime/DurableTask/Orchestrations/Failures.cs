using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Failures that the engine itself reports, by the names that the real runtime gives them.</summary>
internal static class Failures
{
    private const string ActivityNotFound = "ActivityTaskNotFound";
    private const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    /// <summary>Whether trying again can't help, so that no retry policy or handler is asked.</summary>
    public static bool IsFinal(TaskFailureDetails failure) => failure.ErrorType is ActivityNotFound or OrchestratorNotFound;

    public static TaskFailureDetails NoActivity(string name) => New(ActivityNotFound, $"No activity named '{name}' was found.");

    public static TaskFailureDetails NoOrchestrator(string name) =>
        New(OrchestratorNotFound, $"No orchestrator named '{name}' was found.");

    public static TaskFailureDetails Version(string version, string own, VersionMatchStrategy strategy) =>
        New("VersionMismatch", $"The instance has version '{version}', this program '{own}' (match strategy {strategy}).");

    public static TaskFailureDetails InstanceExists(string id) =>
        New(
            "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
            $"An unfinished instance with the id '{id}' exists already."
        );

    public static TaskFailureDetails Terminated(string? reason) =>
        New("OrchestrationTerminated", $"The sub-orchestration was terminated: {reason}");

    public static TaskFailureDetails NotDeterministic(string message) =>
        New("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", message);

    private static TaskFailureDetails New(string type, string message) =>
        new(type, message, StackTrace: null, InnerFailure: null, Properties: null);
}
