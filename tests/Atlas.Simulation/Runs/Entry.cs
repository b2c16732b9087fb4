using System.Globalization;
using System.Text.Json;
using Atlas.Simulation.Networks;

namespace Atlas.Simulation.Runs;

/// <summary>The campaign's worker: <c>run FAMILY FIRST COUNT</c> answers one line of JSON, <c>trace FAMILY SEED</c> prints a run.</summary>
internal static class Entry
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["trace", var family, var seed] && TryFamily(family, out var traced))
        {
            var result = Run.Make(traced, int.Parse(seed, CultureInfo.InvariantCulture), new BoundaryTable(), isTraced: true);
            foreach (var line in result.Trace.Concat(result.Violations.Select(violation => $"VIOLATED: {violation}")))
            {
                Console.WriteLine(line);
            }

            return result.Violations.Count == 0 ? 0 : 1;
        }

        if (args is ["run", var name, var first, var count] && TryFamily(name, out var chosen))
        {
            var batch = Batch.Make(chosen, int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(batch));
            return batch.Failures.Count == 0 ? 0 : 1;
        }

        await Console.Error.WriteLineAsync("trace FAMILY SEED | run FAMILY FIRST COUNT; families: container, upload, single, unreadable");
        return 2;
    }

    public static bool TryFamily(string text, out Family family) => Enum.TryParse(text, ignoreCase: true, out family);
}
