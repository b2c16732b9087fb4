using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Simulation.Engine;
using Atlas.Simulation.Networks;
using Atlas.Simulation.Runs;
using Atlas.Storage.InMemory;

namespace Atlas.Simulation.App;

/// <summary>All of one run: processes of the app that come and go, and what outlives them: rows, vault, queue, durable engine, network, people.</summary>
internal sealed class World : IDisposable
{
    /// <summary>For which publication the running code works. The app doesn't look at it; the judge does.</summary>
    public static readonly AsyncLocal<Id<Publication>> Current = new();

    private readonly SimScheduler _scheduler;
    private readonly SimProcess _outside;
    private readonly List<AppInstance> _instances = [];
    private readonly List<AppInstance> _everStarted = [];
    private readonly List<string> _names = [];
    private readonly TimeSpan _mostSkew;
    private int _started;
    private int _around;
    private bool _hasSlept;

    public World(Family family, int seed, Twist twist, bool isTraced, BoundaryTable table)
    {
        _scheduler = new SimScheduler(seed);
        _outside = new SimProcess("outside", _scheduler, TimeSpan.Zero);
        Family = family;
        Twist = twist;
        IsTraced = isTraced;
        Chaos = new Chaos(Random, table);
        _mostSkew = TimeSpan.FromSeconds(Random.Next(3) == 0 ? 10 : 0);
        Platform = new SimPlatform(this)
        {
            RefusesRepeats = family == Family.Single && Random.Next(10) == 0,
            KeepsFormerTokens = seed % 2 == 0,
        };
        Queue = new SimQueue(this);
        Hub = new SimHub(this);
        Judge = new Judge(this);
        Workspace = new Id<Workspace>(_outside.Time.NextId());
        for (var i = Random.Next(1, 4); i > 0; i--)
        {
            StartInstance();
        }

        if (twist == Twist.Sleeper && _instances.Count == 1)
        {
            StartInstance(); // one that can take over
        }

        Tell($"scenario {twist}");
    }

    public Family Family { get; }

    public Twist Twist { get; }

    public bool IsTraced { get; }

    public List<string> Trace { get; } = [];

    public List<string> Violations { get; } = [];

    public Chaos Chaos { get; }

    public InMemoryRowStore Rows { get; } = new();

    public Dictionary<string, Secret> Secrets { get; } = [];

    public SimQueue Queue { get; }

    public SimHub Hub { get; }

    public SimPlatform Platform { get; }

    public Judge Judge { get; }

    public Id<Workspace> Workspace { get; }

    public Random Random => _scheduler.Random;

    /// <summary>Until when the store is too busy.</summary>
    public DateTimeOffset BusyUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Nothing that people, queue, engine or network have begun is under way, and no process works.</summary>
    public bool IsIdle => _around == 0 && _instances.Count > 0 && _everStarted.TrueForAll(instance => instance.Process.IsIdle);

    public DateTimeOffset Now => _scheduler.Clock.GetUtcNow();

    public IReadOnlyList<AppInstance> Instances => _instances;

    public void RunUntil(Func<bool> isDone, DateTimeOffset limit) => _scheduler.RunUntil(isDone, limit);

    /// <summary>Does something in the world outside of the app, which never dies.</summary>
    public void Around(Func<Task> work)
    {
        _around++;
        _outside.Post(_ => _ = EndAsync(work), null);
    }

    /// <summary>The same for what never ends by itself.</summary>
    public void Always(Func<Task> work) => _outside.Post(_ => _ = ReportAsync(work), null);

    /// <summary>Counts in the table what is no boundary of its own.</summary>
    public void Tell(string what) => Chaos.Table.Count(what, Act.Nothing);

    /// <summary>What happens to a timer trigger this time.</summary>
    public Act TimerAct()
    {
        if (Twist != Twist.BadTimers || !Chaos.IsOn)
        {
            return Act.Nothing;
        }

        var act = Random.Next(6) switch
        {
            0 => Act.Lose,
            1 => Act.Repeat,
            _ => Act.Nothing,
        };
        Chaos.Table.Count("timer trigger", act);
        return act;
    }

    /// <summary>Whether the worker at <paramref name="boundary"/> is the one that is to stand still: the first at a visible call.</summary>
    public bool FallsAsleep(string boundary)
    {
        if (_hasSlept || Twist != Twist.Sleeper || !Chaos.IsOn || boundary is not ("publish before" or "publish after"))
        {
            return false;
        }

        _hasSlept = Random.Next(2) == 0;
        return _hasSlept;
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken = default) =>
        Task.Delay(
            delay > TimeSpan.Zero || delay == Timeout.InfiniteTimeSpan ? delay : TimeSpan.Zero,
            _outside.Time,
            cancellationToken
        );

    public async Task<AppInstance> AnyInstanceAsync()
    {
        while (_instances.Count == 0)
        {
            await DelayAsync(TimeSpan.FromSeconds(1));
        }

        return _instances[Random.Next(_instances.Count)];
    }

    public void Crash(SimProcess process)
    {
        process.Kill();
        if (_instances.RemoveAll(instance => instance.Process == process) > 0)
        {
            Around(async () =>
            {
                await DelayAsync(TimeSpan.FromSeconds(0.2) + Chaos.Upto(20));
                StartInstance();
            });
        }
    }

    public void Freeze(SimProcess process, TimeSpan duration)
    {
        process.Freeze();
        Around(async () =>
        {
            await DelayAsync(duration);
            Note(process.Name, "goes on");
            process.Thaw();
        });
    }

    public void Note(string who, string what)
    {
        if (IsTraced)
        {
            Trace.Add($"{Now:HH:mm:ss.fff} {who, -9} {what}");
        }
    }

    /// <summary>Short and the same in every run of a seed.</summary>
    public string NameOf<T>(Id<T> id)
    {
        var text = id.ToString();
        if (_names.IndexOf(text) is >= 0 and var known)
        {
            return $"{typeof(T).Name.ToLowerInvariant()[..3]}{known}";
        }

        _names.Add(text);
        return $"{typeof(T).Name.ToLowerInvariant()[..3]}{_names.Count - 1}";
    }

    public void Dispose() => _everStarted.ForEach(instance => instance.Dispose());

    private async Task EndAsync(Func<Task> work)
    {
        await ReportAsync(work);
        _around--;
    }

    private async Task ReportAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception ex)
        {
            Violations.Add($"The simulation itself broke off: {ex}");
        }
    }

    private void StartInstance()
    {
        var skew = _mostSkew * (Random.NextDouble() * 2 - 1);
        var process = new SimProcess($"app{++_started}", _scheduler, skew);
        var instance = new AppInstance(process, this);
        _instances.Add(instance);
        _everStarted.Add(instance);
        _ = process.RunAsync(() => instance.Sweep.RunAsync(instance.Starter, CancellationToken.None));
    }
}
