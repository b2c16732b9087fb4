namespace Atlas.LocalRuntime;

/// <summary>
/// The one way in which the runtime starts work by itself. Production runs it on the thread pool; a simulation runs it
/// on one thread in a seeded order, so nothing in the runtime may use a bare <c>Task.Run</c>, thread or real delay.
/// </summary>
public interface IWorkScheduler
{
    /// <summary>Runs <paramref name="work"/> soon, in parallel with other work. It handles its own failures.</summary>
    void Run(Func<Task> work);

    /// <summary>Opens a lane whose items run one after the other, in order. Blocking calls (fsync) belong in a lane.</summary>
    IWorkLane OpenLane(string name);
}

/// <summary>A serial lane of work. Disposing it runs what was posted before, then ends it.</summary>
public interface IWorkLane : IDisposable
{
    void Post(Action work);
}
