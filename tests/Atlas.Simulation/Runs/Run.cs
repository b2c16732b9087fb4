using Atlas.Simulation.App;
using Atlas.Simulation.Networks;

namespace Atlas.Simulation.Runs;

/// <summary>One seed, one run: the time of troubles, then quiet until everything is settled, then the verdict.</summary>
internal sealed class Run
{
    private static readonly TimeSpan s_troubles = TimeSpan.FromMinutes(100);
    private static readonly TimeSpan s_atMost = TimeSpan.FromHours(7);

    private readonly World _world;
    private bool _isOver;

    private Run(World world) => _world = world;

    public static RunResult Make(Family family, int seed, BoundaryTable table, bool isTraced = false)
    {
        using var world = new World(family, seed, isTraced, table);
        var run = new Run(world);
        return run.Make();
    }

    private RunResult Make()
    {
        var start = _world.Now;
        var people = new People(_world);
        _world.Around(async () =>
        {
            await people.ConnectAsync();
            _world.Chaos.IsOn = true;
            people.Begin(start + s_troubles);
        });
        Every(TimeSpan.FromMinutes(1), instance => instance.Sweep.RunAsync(instance.Starter, CancellationToken.None));
        Every(TimeSpan.FromMinutes(2), instance => instance.Outbox.SweepAsync(CancellationToken.None));
        _world.Around(async () =>
        {
            await _world.DelayAsync(s_troubles);
            _world.Chaos.IsOn = false;
            _world.Note("world", "the troubles are over");
            do
            {
                await people.TidyAsync();
                await _world.DelayAsync(TimeSpan.FromMinutes(5));
            } while (!_world.Judge.IsSettled() && _world.Now < start + s_atMost - TimeSpan.FromMinutes(6));

            _isOver = true;
        });
        try
        {
            _world.RunUntil(() => _isOver, start + s_atMost);
            _world.Judge.AtTheEnd();
        }
        catch (Exception ex)
        {
            _world.Violations.Add($"The simulation itself broke off: {ex}");
        }

        return new RunResult(_world.Violations, _world.Trace, _world.Judge.Outcomes());
    }

    /// <summary>A timer trigger: one run at a time, on any instance.</summary>
    private void Every(TimeSpan period, Func<AppInstance, Task> work) =>
        _world.Around(async () =>
        {
            while (!_isOver)
            {
                await _world.DelayAsync(period);
                var instance = await _world.AnyInstanceAsync();
                var run = instance.Process.RunAsync(() => work(instance));
                await Task.WhenAny(run, _world.DelayAsync(TimeSpan.FromMinutes(5)));
            }
        });
}

/// <param name="Outcomes">How many publications ended in which state.</param>
internal sealed record RunResult(
    IReadOnlyList<string> Violations,
    IReadOnlyList<string> Trace,
    IReadOnlyDictionary<string, int> Outcomes
);
