using Atlas.Simulation.App;
using Atlas.Simulation.Engine;
using Atlas.Simulation.Networks;

namespace Atlas.Simulation.Runs;

/// <summary>One seed, one run: the time of troubles, then quiet until everything is settled, then the verdict.</summary>
internal sealed class Run
{
    private static readonly TimeSpan s_troubles = TimeSpan.FromMinutes(100);
    private static readonly TimeSpan s_atMost = TimeSpan.FromHours(7);

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(5);

    private readonly World _world;
    private bool _isOver;
    private DateTimeOffset _lookAt;

    private Run(World world) => _world = world;

    /// <param name="twist">Another than the seed's own.</param>
    public static RunResult Make(Family family, int seed, BoundaryTable table, bool isTraced = false, Twist? twist = null)
    {
        using var world = new World(family, seed, twist ?? Twists.Of(seed), isTraced, table);
        var run = new Run(world);
        return run.Make();
    }

    private RunResult Make()
    {
        var start = _world.Now;
        var people = new People(_world);
        _lookAt = start + s_lookAgain * 1.5;
        _world.Around(async () =>
        {
            await people.ConnectAsync();
            _world.Chaos.IsOn = true;
            people.Begin(start + s_troubles);
            new Troubles(_world).Begin(start + s_troubles);
        });
        Every(TimeSpan.FromMinutes(1), instance => instance.Sweep.RunAsync(instance.Starter, CancellationToken.None));
        Every(TimeSpan.FromMinutes(2), instance => instance.Outbox.SweepAsync(CancellationToken.None));
        if (_world.Twist == Twist.TokenRefresh)
        {
            Every(TimeSpan.FromMinutes(1), instance => instance.Keep.RunAsync(CancellationToken.None));
        }

        _world.Always(async () =>
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
            _world.RunUntil(() => _isOver || IsAllDone(), start + s_atMost);
            _world.Judge.AtTheEnd();
        }
        catch (Exception ex)
        {
            _world.Violations.Add($"The simulation itself broke off: {ex}");
        }

        return new RunResult(_world.Violations, _world.Trace, _world.Judge.Outcomes());
    }

    /// <summary>Nobody has anything left to do and nothing is under way: the rest of the time would be empty sweeps.</summary>
    private bool IsAllDone()
    {
        if (_world.Now < _lookAt)
        {
            return false;
        }

        _lookAt = _world.Now + s_lookAgain;
        return _world.IsIdle && _world.Judge.IsSettled();
    }

    /// <summary>A timer trigger: one run at a time, on any instance.</summary>
    private void Every(TimeSpan period, Func<AppInstance, Task> work) =>
        _world.Always(async () =>
        {
            while (!_isOver)
            {
                await _world.DelayAsync(period);
                var act = _world.TimerAct();
                if (act == Act.Lose)
                {
                    continue;
                }

                if (act == Act.Repeat)
                {
                    await RunAsync(work);
                }

                await Task.WhenAny(await RunAsync(work), _world.DelayAsync(TimeSpan.FromMinutes(5)));
            }
        });

    private async Task<Task> RunAsync(Func<AppInstance, Task> work)
    {
        var instance = await _world.AnyInstanceAsync();
        return instance.Process.RunAsync(() => work(instance));
    }
}

/// <param name="Outcomes">How many publications ended in which state.</param>
internal sealed record RunResult(
    IReadOnlyList<string> Violations,
    IReadOnlyList<string> Trace,
    IReadOnlyDictionary<string, int> Outcomes
);
