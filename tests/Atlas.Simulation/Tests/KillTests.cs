using Atlas.Simulation.Kills;

namespace Atlas.Simulation.Tests;

public sealed class KillTests
{
    [Fact]
    public async Task Killed_again_and_again_under_load_it_doubles_and_loses_nothing()
    {
        var verdict = await KillRounds.RunAsync(rounds: 3, postsPerRound: 30, seed: 7, told: _ => { });

        Assert.True(verdict.Acknowledged > 10, $"Only {verdict.Acknowledged} posts were acknowledged.");
        Assert.True(verdict.IsClean, verdict.ToString());
    }
}
