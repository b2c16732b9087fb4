using Atlas.Simulation.Runs;

namespace Atlas.Simulation.Tests;

/// <summary>Seeds that once broke a promise. What each found is told where it was mended.</summary>
public sealed class RegressionSeedTests
{
    [Theory]
    [InlineData("container", 46)] // a refused token went unnoticed where a child step met it
    [InlineData("upload", 22)]
    [InlineData("single", 17)] // and where a look at the network met it
    [InlineData("single", 43)] // a disconnection that cancels passed over what was in the middle of a call
    [InlineData("upload", 122)] // a second wish to delete a live post waited for itself
    [InlineData("upload", 770)] // an edit whose answer was lost was said to be refused
    [InlineData("accepted", 1)] // a lost post was settled by the look-alike that another call had made
    [InlineData("accepted", 597)] // the same, with both sent at once
    public void A_seed_that_failed_once_fails_no_more(string family, int seed)
    {
        Assert.True(Entry.TryFamily(family, out var chosen));

        var result = Run.Make(chosen, seed, new BoundaryTable());

        Assert.Empty(result.Violations);
        Assert.NotEmpty(result.Outcomes);
    }
}
