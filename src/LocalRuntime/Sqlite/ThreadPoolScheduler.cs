namespace Atlas.LocalRuntime;

/// <summary>Production's scheduler: the thread pool for parallel work, a thread of its own for each lane.</summary>
/// <param name="onFault">Told of an exception that work let escape, which is a programming error.</param>
public sealed class ThreadPoolScheduler(Action<Exception> onFault) : IWorkScheduler
{
    public void Run(Func<Task> work) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Self.RunAsync(state.Work),
            (Self: this, Work: work),
            preferLocal: false
        );

    public IWorkLane OpenLane(string name) => new ThreadLane(name, onFault);

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception ex) // the edge of a work item: nobody above can see it
        {
            onFault(ex);
        }
    }
}
