using Atlas.Core.Publishing;

namespace Atlas.Core.Tests.Publishing;

public sealed class PublicationStoreTests
{
    private static readonly PublicationQuery s_all = new([], null, null, null, null, Limit: 100);

    private readonly PublishingWorld _world = new();

    /// <summary>The lists are read one after the other: it is in the first when that is read and in the last when that is.</summary>
    [Fact]
    public async Task A_publication_that_goes_live_while_it_is_listed_is_listed_once()
    {
        var id = await _world.ScheduleAsync("same", TimeSpan.Zero);
        var other = await _world.ScheduleAsync("other", TimeSpan.FromHours(1));
        var reads = 0;
        Task<Publication>? goingLive = null;
        _world.AtBoundary = name =>
        {
            if (name == "BeforeRead" && ++reads == 2)
            {
                _world.AtBoundary = null;
                goingLive = _world.RunToEndAsync(id); // nothing in it waits: the clock stands still
            }

            return null;
        };

        var page = await new PublicationStore(_world.Rows).ListAsync(_world.Workspace, s_all, default);

        Assert.Equal(PublicationState.Published, (await goingLive!).State);
        Assert.Equal([id, other], page.Items.Select(item => item.Value.Id));
        Assert.Equal(PublicationState.Published, page.Items[0].Value.State);
    }

    /// <summary>It is not yet in the first list when that is read, and not any more in the next.</summary>
    [Fact]
    public async Task A_publication_that_comes_back_while_it_is_listed_is_listed()
    {
        var id = await _world.ScheduleAsync("same", TimeSpan.Zero);
        var current = await _world.CurrentAsync(id);
        var failed = await _world.ReplaceAsync(current, current.Value with { State = PublicationState.Failed });
        var reads = 0;
        Task? comingBack = null;
        _world.AtBoundary = name =>
        {
            if (name == "BeforeRead" && ++reads == 2)
            {
                _world.AtBoundary = null;
                comingBack = _world.ReplaceAsync(failed, failed.Value with { State = PublicationState.Waiting });
            }

            return null;
        };

        var page = await new PublicationStore(_world.Rows).ListAsync(_world.Workspace, s_all, default);

        await comingBack!;
        Assert.Equal(PublicationState.Waiting, Assert.Single(page.Items).Value.State);
    }
}
