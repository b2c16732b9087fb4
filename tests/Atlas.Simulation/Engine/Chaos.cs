using Atlas.Simulation.Runs;

namespace Atlas.Simulation.Engine;

/// <summary>Decides, by the seed, what happens at each boundary of I/O.</summary>
internal sealed class Chaos
{
    private static readonly string[] s_foci =
    [
        "rows",
        "publish",
        "find",
        "activity",
        "written",
        "write",
        "message",
        "timer",
        "comment",
        "start",
        "vault",
        "due",
        "edit",
        "delete",
    ];

    private readonly Random _random;
    private readonly double _share;
    private readonly string? _focus;
    private int _budget;

    public Chaos(Random random, BoundaryTable table)
    {
        _random = random;
        Table = table;
        var kind = random.Next(20);
        _share = kind == 0 ? 0 : new[] { 0.002, 0.008, 0.03, 0.08 }[random.Next(4)];
        _budget = kind == 0 ? 0 : random.Next(1, 30);
        _focus = kind > 10 ? s_foci[random.Next(s_foci.Length)] : null;
        Trouble = kind == 0 ? 0 : new[] { 0, 0.05, 0.15, 0.4 }[random.Next(4)];
        IsOn = false;
    }

    public BoundaryTable Table { get; }

    /// <summary>Off while a run is set up, and when the time of troubles is over.</summary>
    public bool IsOn { get; set; }

    /// <summary>The share of the network's answers that are not plain ones.</summary>
    public double Trouble { get; }

    public bool Chance(double share) => IsOn && _random.NextDouble() < share;

    public TimeSpan Upto(double seconds) => TimeSpan.FromSeconds(_random.NextDouble() * seconds);

    /// <param name="possible">What may happen here beside nothing.</param>
    public Act At(string boundary, ReadOnlySpan<Act> possible)
    {
        var act = Choose(boundary, possible);
        Table.Count(boundary, act);
        return act;
    }

    private Act Choose(string boundary, ReadOnlySpan<Act> possible)
    {
        if (!IsOn)
        {
            return Act.Nothing;
        }

        var share = _focus is not null && boundary.Contains(_focus, StringComparison.Ordinal) ? 0.25 : _share;
        if (_budget > 0 && _random.NextDouble() < share)
        {
            _budget--;
            return possible[_random.Next(possible.Length)];
        }

        return _random.Next(8) == 0 ? Act.Yield : Act.Nothing;
    }
}

internal enum Act
{
    Nothing,

    /// <summary>Others go first.</summary>
    Yield,

    /// <summary>The call fails: an unavailable store, a cut connection.</summary>
    Fault,

    /// <summary>The call takes long.</summary>
    Stall,

    /// <summary>The process ends here.</summary>
    Crash,

    /// <summary>The whole process stands still, its timers too.</summary>
    Freeze,

    /// <summary>The write is done, its answer is lost, and the client's own retry meets it.</summary>
    Conflict,
    Repeat,
    Lose,
}
