namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>A scheduler that can be cut off: from then on nothing posted to it runs, as in a process that was killed.</summary>
internal sealed class CuttableScheduler(IWorkScheduler inner) : IWorkScheduler
{
    private volatile bool _isCut;

    public void Cut() => _isCut = true;

    public void Run(Func<Task> work)
    {
        if (!_isCut)
        {
            inner.Run(() => _isCut ? Task.CompletedTask : work());
        }
    }

    public IWorkLane OpenLane(string name) => new Lane(this, inner.OpenLane(name));

    private sealed class Lane(CuttableScheduler owner, IWorkLane lane) : IWorkLane
    {
        public void Post(Action work)
        {
            if (!owner._isCut)
            {
                lane.Post(() =>
                {
                    if (!owner._isCut)
                    {
                        work();
                    }
                });
            }
        }

        public void Dispose() => lane.Dispose();
    }
}
