using System.Diagnostics;
using Atlas.Simulation.Networks;
using Atlas.Simulation.Runs;

namespace Atlas.Simulation.Tests;

/// <summary>Whatever fails, stalls, dies or comes twice: live exactly once, on time, and the ledger says what is true.</summary>
public sealed class FaultCampaignTests(CampaignTable table) : IClassFixture<CampaignTable>
{
    private const int Seeds = 1000;

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
        Assert.True(published > runs / 2, $"Only {published} published in {runs} runs.");
    }

    /// <summary>What the campaign is for is met in it: a boundary or scenario that no seed reaches any more is no proof.</summary>
    [Theory]
    [InlineData("store busy")]
    [InlineData("claim storm")]
    [InlineData("wakes after a takeover")]
    [InlineData("message dead-lettered")]
    [InlineData("message replayed")]
    [InlineData("message out of order")]
    [InlineData("refresh after")]
    [InlineData("rows workspace refused")]
    [InlineData("rows workspace written")]
    [InlineData("timer trigger")]
    [InlineData("scenario same caption twice")]
    public void Every_scenario_is_met(string boundary)
    {
        var met = new BoundaryTable();
        for (var seed = 0; seed < 400 && !met.Rows.ContainsKey(boundary); seed++)
        {
            Run.Make(Family.Container, seed, met);
        }

        Assert.True(met.Rows.ContainsKey(boundary));
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
