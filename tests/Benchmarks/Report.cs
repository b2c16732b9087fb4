using System.Globalization;
using System.Text.Json;

namespace Atlas.Benchmarks;

/// <summary>Collects the runs; prints each workload's table, all figures that have a goal, and last the medians of all as one line of JSON.</summary>
internal sealed class Report
{
    private readonly List<(IWorkload Workload, List<RunFigures> Runs)> _workloads = [];

    /// <summary>Nothing was lost or published twice, in any run.</summary>
    public bool IsClean =>
        _workloads
            .SelectMany(workload => workload.Runs)
            .All(run => run.Values.All(figure => !IsHarm(figure.Key) || figure.Value == 0));

    public void Start(IWorkload workload) => _workloads.Add((workload, []));

    public void Add(RunFigures run) => _workloads[^1].Runs.Add(run);

    public void Print()
    {
        var all = new Dictionary<string, double>();
        foreach (var (workload, measured) in _workloads)
        {
            PrintRuns(workload, measured);
            foreach (var name in measured[0].Values.Keys)
            {
                var shown = Shown(measured, name);
                // Two workloads can say how much was lost: what counts is the worse.
                all[name] =
                    IsHarm(name) && all.TryGetValue(name, out var other)
                        ? Math.Max(other, shown)
                        : all.GetValueOrDefault(name, shown);
            }
        }

        PrintGoals();
        Console.WriteLine();
        Console.WriteLine(
            JsonSerializer.Serialize(
                all.Where(figure => double.IsFinite(figure.Value))
                    .ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 3))
            )
        );
    }

    private static void PrintRuns(IWorkload workload, List<RunFigures> measured)
    {
        var runs = string.Concat(Enumerable.Range(1, measured.Count).Select(run => $"{$"run {run}", 12}"));
        Console.WriteLine();
        Console.WriteLine($"{workload.Name, -26}{"median", 12}{runs}{"goal", 14}");
        foreach (var name in measured[0].Values.Keys)
        {
            var shown = Shown(measured, name);
            var values = string.Concat(measured.Select(run => $"{Text(run.Values[name]), 12}"));
            var goal = GoalOf(workload, name) is { } set ? $"{Text(set), 14}  {Verdict(set, shown)}" : "";
            Console.WriteLine($"{name, -26}{Text(shown), 12}{values}{goal}");
        }
    }

    private void PrintGoals()
    {
        Console.WriteLine();
        Console.WriteLine($"{"goals", -12}{"", -26}{"measured", 12}{"goal", 14}");
        var (met, of) = (0, 0);
        foreach (var (workload, measured) in _workloads)
        {
            foreach (var name in measured[0].Values.Keys)
            {
                if (GoalOf(workload, name) is not { } goal)
                {
                    continue;
                }

                var shown = Shown(measured, name);
                met += goal.IsMetBy(shown) ? 1 : 0;
                of++;
                Console.WriteLine($"{workload.Name, -12}{name, -26}{Text(shown), 12}{Text(goal), 14}  {Verdict(goal, shown)}");
            }
        }

        Console.WriteLine($"{met} of {of} goals met");
    }

    private static Goal? GoalOf(IWorkload workload, string figure) =>
        IsHarm(figure) ? Goal.AtMost(figure, 0) : workload.Goals.FirstOrDefault(goal => goal.Figure == figure);

    private static string Verdict(Goal goal, double value) => goal.IsMetBy(value) ? "met" : "MISSED";

    private static double Shown(List<RunFigures> measured, string name)
    {
        var values = measured.Select(run => run.Values[name]).ToArray();
        return IsHarm(name) ? values.Max() : Median(values);
    }

    private static bool IsHarm(string name) => name is "doubled" or "lost";

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(Goal goal) => $"{(goal.IsLeast ? ">=" : "<=")} {Text(goal.Bound)}";

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) >= 100 || value == Math.Truncate(value) ? "0" : "0.00", CultureInfo.InvariantCulture);
}
