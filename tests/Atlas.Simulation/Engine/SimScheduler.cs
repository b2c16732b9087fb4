using Atlas.Testing;

namespace Atlas.Simulation.Engine;

/// <summary>One thread, a seeded order, and a clock that jumps to its next timer when nothing else is left to do.</summary>
internal sealed class SimScheduler(int seed)
{
    private readonly List<(SimProcess Process, SendOrPostCallback Work, object? State)> _ready = [];

    public FakeClock Clock { get; } = new();

    public Random Random { get; } = new(seed);

    public long Steps { get; private set; }

    public void Post(SimProcess process, SendOrPostCallback work, object? state) => _ready.Add((process, work, state));

    /// <summary>Until <paramref name="isDone"/>, or nothing is left to do before <paramref name="limit"/>.</summary>
    public void RunUntil(Func<bool> isDone, DateTimeOffset limit)
    {
        var outer = SynchronizationContext.Current;
        try
        {
            while (!isDone())
            {
                if (_ready.Count == 0)
                {
                    if (Clock.NextTimerAt is not { } next || next > limit)
                    {
                        return;
                    }

                    Clock.AdvanceTo(next);
                    continue;
                }

                if (++Steps > 3_000_000)
                {
                    throw new InvalidOperationException("The simulation doesn't end.");
                }

                var at = Random.Next(_ready.Count);
                var (process, work, state) = _ready[at];
                _ready[at] = _ready[^1];
                _ready.RemoveAt(_ready.Count - 1);
                process.Execute(work, state);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
