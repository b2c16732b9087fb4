using System.Collections.Concurrent;
using System.Diagnostics;
using Atlas.Simulation.Networks;
using Atlas.Simulation.Runs;
using Xunit.Abstractions;

namespace Atlas.Simulation.Tests;

/// <summary>Whatever fails, stalls, dies or comes twice: live exactly once, on time, and the ledger says what is true.</summary>
public sealed class FaultCampaignTests(ITestOutputHelper output)
{
    private const int Seeds = 1000;

    /// <summary>A busy machine runs fewer seeds, not a longer suite. The campaign of <c>./atlas bench faults</c> runs them all.</summary>
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(12);

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
        var failures = new ConcurrentBag<string>();
        var (runs, published) = (0, 0);
        Parallel.ForEach(
            Enumerable.Range(0, Seeds),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed =>
            {
                if (watch.Elapsed > s_atMost)
                {
                    return;
                }

                var result = Run.Make(chosen, seed, new BoundaryTable());
                Interlocked.Increment(ref runs);
                Interlocked.Add(ref published, result.Outcomes.GetValueOrDefault("Published"));
                foreach (var violation in result.Violations)
                {
                    failures.Add($"./atlas bench faults --family {family} --seed {seed}: {violation}");
                }
            }
        );

        output.WriteLine($"{family}: {runs} runs in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(failures.IsEmpty, string.Join('\n', failures));
        Assert.True(
            runs >= 30 && published > runs / 2,
            $"Only {published} published in {runs} runs of {s_atMost.TotalSeconds} s."
        );
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
