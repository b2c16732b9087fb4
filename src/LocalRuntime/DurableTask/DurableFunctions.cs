using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The orchestrators and activities of an app, by name. Names differ by more than case.</summary>
public sealed class DurableFunctions
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly Dictionary<string, Func<ActivityInvocation, Task<object?>>> _activities = new(
        StringComparer.OrdinalIgnoreCase
    );

    public void AddOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(run);
        _orchestrators.Add(name, run);
    }

    public void AddActivity(string name, Func<ActivityInvocation, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(run);
        _activities.Add(name, run);
    }

    internal Func<TaskOrchestrationContext, Task<object?>>? Orchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    internal Func<ActivityInvocation, Task<object?>>? Activity(string name) => _activities.GetValueOrDefault(name);
}
