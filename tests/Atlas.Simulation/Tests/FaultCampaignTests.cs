using System.Diagnostics;
using Atlas.Simulation.Networks;
using Atlas.Simulation.Runs;

namespace Atlas.Simulation.Tests;

/// <summary>Whatever fails, stalls, dies or comes twice: live exactly once, on time, and the ledger says what is true.</summary>
public sealed class FaultCampaignTests(CampaignTable table) : IClassFixture<CampaignTable>
{
    private const int Seeds = 1000;

    /// <summary>What the campaign is for is met in it: a scenario that no seed reaches any more would prove nothing.</summary>
    private static readonly string[] s_metByAll =
    [
        "store busy",
        "claim storm",
        "wakes after a takeover",
        "message dead-lettered",
        "message replayed",
        "message out of order",
        "refresh after",
        "timer trigger",
        "rows workspace refused",
        "rows workspace written",
        "scenario same caption twice",
    ];

    [Theory]
    [InlineData("container")]
    [InlineData("upload")]
    [InlineData("single")]
    [InlineData("unreadable")]
    [InlineData("accepted")]
    public void A_thousand_hostile_runs_keep_every_promise(string family)
    {
        Assert.True(Entry.TryFamily(family, out var chosen));
        var watch = Stopwatch.StartNew();
        var (runs, published) = (0, 0);
        var failures = new List<string>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        Parallel.ForEach(
            Enumerable.Range(0, Environment.ProcessorCount),
            part =>
            {
                for (var seed = part; seed < Seeds; seed += Environment.ProcessorCount)
                {
                    var boundaries = new BoundaryTable();
                    var result = Run.Make(chosen, seed, boundaries);
                    lock (failures)
                    {
                        runs++;
                        published += result.Outcomes.GetValueOrDefault("Published");
                        failures.AddRange(
                            result.Violations.Select(violation => $"bench faults --family {family} --seed {seed}: {violation}")
                        );
                        met.UnionWith(boundaries.Rows.Keys);
                        table.Add(boundaries);
                    }
                }
            }
        );

        table.Add(
            $"{family}: {runs} seeds in {watch.Elapsed.TotalSeconds:0.0} s, {published} posts live, {failures.Count} violations"
        );
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(Seeds, runs);
        Assert.Empty(s_metByAll.Except(met));
        Assert.True(published > runs / 2, $"Only {published} published in {runs} runs.");
    }

    [Fact]
    public void The_same_seed_is_the_same_run()
    {
        var lines = 0;
        for (var seed = 40; seed < 50; seed++)
        {
            var one = Run.Make(Family.Container, seed, new BoundaryTable(), isTraced: true);
            var other = Run.Make(Family.Container, seed, new BoundaryTable(), isTraced: true);

            Assert.Equal(one.Trace, other.Trace);
            lines += one.Trace.Count;
        }

        Assert.True(lines > 200, $"Only {lines} lines were compared.");
    }
}
