using Atlas.Simulation.Networks;

namespace Atlas.Simulation.Runs;

/// <summary>What a range of seeds came to.</summary>
/// <param name="Failures">By seed.</param>
internal sealed record Batch(
    string Family,
    int Runs,
    IReadOnlyDictionary<int, IReadOnlyList<string>> Failures,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyDictionary<string, long[]> Boundaries
)
{
    public static Batch Make(Family family, int first, int count)
    {
        var table = new BoundaryTable();
        var failures = new Dictionary<int, IReadOnlyList<string>>();
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = first; seed < first + count; seed++)
        {
            var result = Run.Make(family, seed, table);
            foreach (var (state, number) in result.Outcomes)
            {
                outcomes[state] = outcomes.GetValueOrDefault(state) + number;
            }

            if (result.Violations.Count > 0)
            {
                failures[seed] = result.Violations;
            }
        }

        return new Batch(family.ToString(), count, failures, outcomes, table.Rows);
    }
}
