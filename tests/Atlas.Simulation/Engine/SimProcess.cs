namespace Atlas.Simulation.Engine;

/// <summary>
/// A process of the app, or the world around it. All that it does runs in its context: once it is dead nothing of it runs any
/// more, no catch block and no timer; while it is frozen everything waits.
/// </summary>
internal sealed class SimProcess : SynchronizationContext
{
    private readonly SimScheduler _scheduler;
    private readonly List<(SendOrPostCallback Work, object? State)> _held = [];
    private readonly List<Action> _mourners = [];

    public SimProcess(string name, SimScheduler scheduler, TimeSpan skew)
    {
        Name = name;
        _scheduler = scheduler;
        Time = new SimTime(this, scheduler, skew);
    }

    public string Name { get; }

    public SimTime Time { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsFrozen { get; private set; }

    public bool IsIdle => !IsAlive || _mourners.Count == 0;

    /// <summary>How often it has woken.</summary>
    public int Thaws { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsFrozen)
        {
            _held.Add((d, state));
        }
        else if (IsAlive)
        {
            _scheduler.Post(this, d, state);
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Execute(SendOrPostCallback work, object? state)
    {
        if (IsFrozen)
        {
            _held.Add((work, state));
        }
        else if (IsAlive)
        {
            SetSynchronizationContext(this);
            work(state);
        }
    }

    public void Kill()
    {
        IsAlive = false;
        IsFrozen = false;
        _held.Clear();
        foreach (var mourner in _mourners)
        {
            mourner();
        }
    }

    public void Freeze() => IsFrozen = true;

    public void Thaw()
    {
        IsFrozen = false;
        Thaws++;
        foreach (var (work, state) in _held)
        {
            Post(work, state);
        }

        _held.Clear();
    }

    /// <summary>Starts work in this process. The task never faults: how it ended is its result.</summary>
    public Task<WorkEnd> RunAsync(Func<Task> work)
    {
        var end = new TaskCompletionSource<WorkEnd>();
        Action died = () => end.TrySetResult(WorkEnd.Died);
        if (!IsAlive)
        {
            died();
            return end.Task;
        }

        _mourners.Add(died);
        Post(_ => RunToEnd(work, end, died), null);
        return end.Task;
    }

    private async void RunToEnd(Func<Task> work, TaskCompletionSource<WorkEnd> end, Action died)
    {
        WorkEnd result;
        try
        {
            await work();
            result = WorkEnd.Done;
        }
        catch (Exception ex)
        {
            result = new WorkEnd(ex);
        }

        _mourners.Remove(died);
        end.TrySetResult(result);
    }
}

/// <param name="Fault">What it threw.</param>
internal sealed record WorkEnd(Exception? Fault, bool HasDied = false)
{
    public static WorkEnd Done { get; } = new(Fault: null);

    public static WorkEnd Died { get; } = new(Fault: null, HasDied: true);

    public bool Succeeded => this == Done;
}
