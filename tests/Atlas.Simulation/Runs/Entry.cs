using System.Globalization;
using System.Text.Json;
using Atlas.Simulation.Ambiguity;
using Atlas.Simulation.Kills;
using Atlas.Simulation.Networks;

namespace Atlas.Simulation.Runs;

/// <summary>The campaign's worker: <c>run FAMILY FIRST COUNT</c> answers one line of JSON, <c>trace FAMILY SEED</c> prints a run, <c>kills N STORAGE</c> kills processes, <c>ambiguity N</c> loses answers.</summary>
internal static class Entry
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

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
            var batch = Batch.Make(
                chosen,
                int.Parse(first, CultureInfo.InvariantCulture),
                int.Parse(count, CultureInfo.InvariantCulture)
            );
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(batch));
            return batch.Failures.Count == 0 ? 0 : 1;
        }

        if (args is ["kills", var rounds, var storage] && Enum.TryParse<KillStorage>(storage, ignoreCase: true, out var kept))
        {
            const int Posts = 40;
            var number = int.Parse(rounds, CultureInfo.InvariantCulture);
            var verdict = await KillRounds.RunAsync(kept, number, Posts, Environment.TickCount, Console.Error.WriteLine);
            Console.WriteLine();
            foreach (var property in JsonSerializer.SerializeToElement(verdict, s_json).EnumerateObject())
            {
                Console.WriteLine($"{property.Name, -22}{property.Value, 10}");
            }

            Console.WriteLine(JsonSerializer.Serialize(verdict, s_json));
            return verdict.IsClean ? 0 : 1;
        }

        if (args is ["ambiguity", var posts])
        {
            var networks = await AmbiguityRun.RunAsync(int.Parse(posts, CultureInfo.InvariantCulture), Console.Error.WriteLine);
            return AmbiguityReport.Print(networks, Console.Out);
        }

        await Console.Error.WriteLineAsync(
            "kills ROUNDS sqlite|azurite | ambiguity POSTS | trace FAMILY SEED | run FAMILY FIRST COUNT; families: container, upload, single, unreadable, accepted"
        );
        return 2;
    }

    public static bool TryFamily(string text, out Family family) => Enum.TryParse(text, ignoreCase: true, out family);
}
