using System.Diagnostics;
using Atlas.Simulation.Networks;
using Atlas.Simulation.Runs;

namespace Atlas.Simulation.Tests;

/// <summary>Whatever fails, stalls, dies or comes twice: live exactly once, on time, and the ledger says what is true.</summary>
public sealed class FaultCampaignTests
{
    private const int Seeds = 1000;
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(15);

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
        var (table, runs, failures) = (new BoundaryTable(), 0, new List<string>());
        for (var seed = 0; seed < Seeds && watch.Elapsed < s_atMost; seed++, runs++)
        {
            var violations = Run.Make(chosen, seed, table).Violations;
            failures.AddRange(
                violations.Select(violation => $"./atlas bench faults --family {family} --seed {seed}: {violation}")
            );
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(runs > 50, $"Only {runs} runs in {watch.Elapsed.TotalSeconds:0} s.");
    }

    [Fact]
    public void The_same_seed_is_the_same_run()
    {
        for (var seed = 40; seed < 50; seed++)
        {
            var one = Run.Make(Family.Container, seed, new BoundaryTable(), isTraced: true);
            var other = Run.Make(Family.Container, seed, new BoundaryTable(), isTraced: true);

            Assert.True(one.Trace.Count > 20, "The trace is empty.");
            Assert.Equal(one.Trace, other.Trace);
        }
    }
}
