using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed class OpenTimer(HistoryEvent asked) : TaskCompletionSource, IOpenTask
{
    public HistoryEvent Asked => asked;

    /// <summary>Whether a row wakes the instance for it. Timers that are due when they are made have none.</summary>
    public bool HasRow { get; init; }

    public void Complete(string? json, DataConverter converter) => TrySetResult();

    public void Fail(TaskFailureDetails failure) => throw new InvalidOperationException("A timer doesn't fail.");
}
