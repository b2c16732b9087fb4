using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Tests;

/// <summary>Counted once for all tests.</summary>
public sealed class CountedPosts : IAsyncLifetime
{
    internal IReadOnlyList<PostCounts> All { get; private set; } = [];

    internal PostCounts SingleImage => All[0];

    internal PostCounts Twentieth => All.Single(post => post.Scenario == Scenario.Twentieth);

    internal Counts IdleDay { get; private set; } = Counts.None;

    public async Task InitializeAsync()
    {
        var idle = Counting.IdleDay.CountAsync();
        All = await Task.WhenAll(Scenario.All.Select(scenario => scenario.CountAsync()));
        IdleDay = await idle;
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
