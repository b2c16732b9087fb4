using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Something an orchestrator waits for that has a number in its history.</summary>
internal interface IOpenTask
{
    HistoryEvent Asked { get; }

    void Complete(string? json, DataConverter converter);

    void Fail(TaskFailureDetails failure);
}

internal sealed class OpenTask<T>(HistoryEvent asked) : TaskCompletionSource<T>, IOpenTask
{
    public HistoryEvent Asked => asked;

    public void Complete(string? json, DataConverter converter)
    {
        T? value;
        try
        {
            value = typeof(T) == typeof(NoResult) ? default : converter.Deserialize<T>(json);
        }
        catch (Exception ex) // the payload isn't a T: the orchestrator's to handle
        {
            TrySetException(ex);
            return;
        }

        TrySetResult(value!);
    }

    public void Fail(TaskFailureDetails failure) =>
        TrySetException(new TaskFailedException(asked.Name ?? "", asked.TaskId, failure));
}
