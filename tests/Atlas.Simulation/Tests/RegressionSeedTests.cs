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
    [InlineData("single", 9293)] // a person's word on one attempt was heard after the next had been made
    [InlineData("accepted", 9293)]
    [InlineData("accepted", 246)] // a post that was never sent was settled by the one that another was accepted with
    [InlineData("accepted", 103748)] // a twin moved from one list to the one before it while both were read: nobody saw it
    [InlineData("container", 103252)] // a look at the network whose worker slept on it proved what it had been too early for
    [InlineData("single", 105760)] // a batch that was told of its own rows made a second post, and the first lost its place in the index
    [InlineData("single", 109553)] // a worker that slept changed a live post after its change had been given up
    [InlineData("upload", 105721)] // a worker that slept sent a post of a channel that was disconnected
    [InlineData("upload", 108783)] // an entry of the due index was taken for a stray before its batch was written
    [InlineData("upload", 9849)] // a deletion that a person was told to look after
    public void A_seed_that_failed_once_fails_no_more(string family, int seed) => Passes(family, seed, Twist.None);

    [Theory]
    [InlineData("unreadable", 73, nameof(Twist.Sleeper))] // a woken worker took back the question to a person; nobody went on
    [InlineData("container", 641, nameof(Twist.TokenRefresh))] // the key that seals all tokens was deleted for a conflict with itself
    public void A_seed_that_failed_with_its_twist_fails_no_more(string family, int seed, string twist) =>
        Passes(family, seed, Enum.Parse<Twist>(twist));

    private static void Passes(string family, int seed, Twist twist)
    {
        Assert.True(Entry.TryFamily(family, out var chosen));

        var result = Run.Make(chosen, seed, new BoundaryTable(), twist: twist);

        Assert.Empty(result.Violations);
        Assert.NotEmpty(result.Outcomes);
    }
}
