namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>One thread, a seeded order and a clock that jumps to the next timer when nothing else is left to do.</summary>
internal sealed class Simulation(int seed) : IWorkScheduler
{
    private readonly Random _random = new(seed);
    private readonly List<Action> _ready = [];
    private readonly List<Lane> _lanes = [];
    private readonly List<Task> _started = [];

    public SimulatedTime Time { get; } = new();

    public bool IsCut { get; private set; }

    /// <summary>From now on nothing runs, as in a process that was killed.</summary>
    public void Cut() => IsCut = true;

    public void Run(Func<Task> work) => _ready.Add(() => _started.Add(work()));

    public IWorkLane OpenLane(string name)
    {
        Lane lane = new(this);
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>Runs until the work is done. Cut off before that, it answers nothing.</summary>
    public T? Complete<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        _ready.Add(() => task = work());
        RunUntil(() => task is { IsCompleted: true });
        return task is { IsCompleted: true } ? task.GetAwaiter().GetResult() : default;
    }

    public void Complete(Func<Task> work) =>
        Complete(async () =>
        {
            await work();
            return true;
        });

    public void RunUntil(Func<bool> isDone)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Context(this));
        try
        {
            for (var steps = 0; !IsCut && !isDone(); steps++)
            {
                Assert.True(steps < 1_000_000, "The simulation doesn't end.");
                if (!Step() && !Time.AdvanceToNextTimer())
                {
                    Assert.Fail("Nothing is left to do, and what was awaited hasn't happened.");
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        foreach (var failed in _started.Where(t => t.IsFaulted))
        {
            failed.GetAwaiter().GetResult();
        }

        _started.RemoveAll(t => t.IsCompleted);
    }

    private bool Step()
    {
        var lanes = _lanes.Where(l => l.Waiting.Count > 0).ToList();
        var choices = _ready.Count + lanes.Count;
        if (choices == 0)
        {
            return false;
        }

        var choice = _random.Next(choices);
        if (choice < lanes.Count)
        {
            lanes[choice].Waiting.Dequeue()();
            return true;
        }

        var work = _ready[choice - lanes.Count];
        _ready.RemoveAt(choice - lanes.Count);
        work();
        return true;
    }

    private sealed class Context(Simulation owner) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => owner._ready.Add(() => d(state));

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class Lane(Simulation owner) : IWorkLane
    {
        public Queue<Action> Waiting { get; } = [];

        public void Post(Action work) => Waiting.Enqueue(work);

        public void Dispose()
        {
            while (!owner.IsCut && Waiting.TryDequeue(out var work))
            {
                work();
            }

            owner._lanes.Remove(this);
        }
    }
}
