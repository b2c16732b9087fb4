namespace Atlas.LocalRuntime.DurableTask;

/// <param name="RunningActivities">Activities that run now.</param>
/// <param name="QueuedActivities">Activities that wait for a free place.</param>
/// <param name="QueuedOrchestrations">Instances with something to do that wait for a turn.</param>
/// <param name="LiveInstances">Unfinished instances in memory.</param>
/// <param name="SleepingInstances">Unfinished instances that are only rows.</param>
/// <param name="Turns">Turns committed since the start.</param>
/// <param name="EventsWritten">History events committed since the start.</param>
/// <param name="Commits">Database commits since the start.</param>
/// <param name="LastWriteFault">Why writes fail now; null while they succeed.</param>
public sealed record DurableTaskHubHealth(
    int RunningActivities,
    int QueuedActivities,
    int QueuedOrchestrations,
    int LiveInstances,
    long SleepingInstances,
    long Turns,
    long EventsWritten,
    long Commits,
    string? LastWriteFault
);
