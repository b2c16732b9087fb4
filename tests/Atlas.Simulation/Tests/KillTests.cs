using Atlas.Simulation.Kills;

namespace Atlas.Simulation.Tests;

public sealed class KillTests
{
    [Theory]
    [InlineData(nameof(KillStorage.Sqlite), 6)]
    [InlineData(nameof(KillStorage.Azurite), 4)]
    public async Task Killed_again_and_again_under_load_it_doubles_and_loses_nothing(string storage, int rounds)
    {
        var verdict = await KillRounds.RunAsync(
            Enum.Parse<KillStorage>(storage),
            rounds,
            postsPerRound: 20,
            seed: 7,
            told: _ => { }
        );

        Assert.True(verdict.Acknowledged > 10, $"Only {verdict.Acknowledged} posts were acknowledged.");
        Assert.True(verdict.IsClean, verdict.ToString());
    }
}
