using System.Text.Json;

namespace Atlas.Benchmarks;

/// <summary>The campaign's table, its failed seeds and, last, one line of JSON.</summary>
internal sealed class CampaignReport(IReadOnlyList<JsonElement> batches, IReadOnlyList<string> broken, TimeSpan took)
{
    /// <summary>In the order in which the simulation counts them.</summary>
    private static readonly string[] s_acts = ["fault", "stall", "crash", "freeze", "conflict", "repeat", "lose"];

    private const int ActsBefore = 2;

    public int Print()
    {
        PrintBoundaries();
        var (runs, failed) = PrintFamilies();
        foreach (var line in broken)
        {
            Console.WriteLine($"BROKEN: {line}");
        }

        Console.WriteLine();
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    runs,
                    violated = failed,
                    broken = broken.Count,
                    seconds = Math.Round(took.TotalSeconds, 1),
                    runsPerSecond = Math.Round(runs / took.TotalSeconds, 1),
                }
            )
        );
        return failed == 0 && broken.Count == 0 && runs > 0 ? 0 : 1;
    }

    private void PrintBoundaries()
    {
        var rows = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var boundary in batches.SelectMany(batch => batch.GetProperty("Boundaries").EnumerateObject()))
        {
            var counts = boundary.Value.EnumerateArray().Select(count => count.GetInt64()).ToArray();
            rows[boundary.Name] = rows.TryGetValue(boundary.Name, out var sum) ? [.. sum.Zip(counts, (a, b) => a + b)] : counts;
        }

        Console.WriteLine($"{"boundary", -24}{"passed", 12}{string.Concat(s_acts.Select(act => $"{act, 10}"))}");
        foreach (var (name, counts) in rows)
        {
            Console.WriteLine(
                $"{name, -24}{counts.Sum(), 12}{string.Concat(counts.Skip(ActsBefore).Select(count => $"{count, 10}"))}"
            );
        }
    }

    private (int Runs, int Failed) PrintFamilies()
    {
        var (runs, failed) = (0, 0);
        foreach (var family in batches.GroupBy(batch => batch.GetProperty("Family").GetString()).OrderBy(group => group.Key))
        {
            var own = family.Sum(batch => batch.GetProperty("Runs").GetInt32());
            runs += own;
            var outcomes = family
                .SelectMany(batch => batch.GetProperty("Outcomes").EnumerateObject())
                .GroupBy(outcome => outcome.Name)
                .Select(group => $"{group.Key} {group.Sum(outcome => outcome.Value.GetInt32())}");
            Console.WriteLine();
            Console.WriteLine($"{family.Key}: {own} runs; {string.Join(", ", outcomes)}");
            foreach (var failure in family.SelectMany(batch => batch.GetProperty("Failures").EnumerateObject()))
            {
                failed++;
                Console.WriteLine($"  --family {family.Key!.ToLowerInvariant()} --seed {failure.Name}");
                foreach (var violation in failure.Value.EnumerateArray())
                {
                    Console.WriteLine($"    {violation}");
                }
            }
        }

        return (runs, failed);
    }
}
