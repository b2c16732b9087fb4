using System.Globalization;
using System.Text.Json;

namespace Atlas.Benchmarks;

/// <summary>Collects the runs; prints each workload's table and, last, the medians of all as one line of JSON.</summary>
internal sealed class Report(int runs)
{
    private readonly List<(string Workload, List<RunFigures> Runs)> _workloads = [];

    /// <summary>Nothing was lost or published twice, in any run.</summary>
    public bool IsClean =>
        _workloads
            .SelectMany(workload => workload.Runs)
            .All(run => run.Values.All(figure => !IsHarm(figure.Key) || figure.Value == 0));

    public void Start(string workload) => _workloads.Add((workload, []));

    public void Add(RunFigures run) => _workloads[^1].Runs.Add(run);

    public void Print()
    {
        var all = new Dictionary<string, double>();
        foreach (var (workload, measured) in _workloads)
        {
            Console.WriteLine();
            Console.WriteLine(
                $"{workload, -22}{"median", 12}{string.Concat(Enumerable.Range(1, runs).Select(run => $"{$"run {run}", 12}"))}"
            );
            foreach (var name in measured[0].Values.Keys)
            {
                var values = measured.Select(run => run.Values[name]).ToArray();
                var shown = IsHarm(name) ? values.Max() : Median(values);
                Console.WriteLine($"{name, -22}{Text(shown), 12}{string.Concat(values.Select(value => $"{Text(value), 12}"))}");
                // Two workloads can say how much was lost: what counts is the worse.
                all[name] =
                    IsHarm(name) && all.TryGetValue(name, out var other)
                        ? Math.Max(other, shown)
                        : all.GetValueOrDefault(name, shown);
            }
        }

        Console.WriteLine();
        Console.WriteLine(
            JsonSerializer.Serialize(all.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 3)))
        );
    }

    private static bool IsHarm(string name) => name is "doubled" or "lost";

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) >= 100 || value == Math.Truncate(value) ? "0" : "0.00", CultureInfo.InvariantCulture);
}
