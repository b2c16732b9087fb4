using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Publishing;

public sealed class PublicationPlaceTests
{
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task A_place_says_whose_it_is_and_what_it_takes_from_each_budget()
    {
        var id = await ScheduleAsync(new() { ["a.posts"] = 1, ["a.replies"] = 12 });

        var place = Assert.Single(await PlacesAsync(PublicationGroup.Open, _world.Channel!));

        Assert.Equal(id, place.Id);
        Assert.Equal((1, 12, 0), (place.UnitsOf("a.posts"), place.UnitsOf("a.replies"), place.UnitsOf("a.post")));
        var other = await _world.ConnectAsync("17841400000000002");
        Assert.Empty(await PlacesAsync(PublicationGroup.Open, other));
        Assert.Single(await PlacesAsync(PublicationGroup.Open, other, QuotaScope.App));
        Assert.Empty(await PlacesAsync(PublicationGroup.Open, other with { Platform = Platform.Threads }, QuotaScope.App));
    }

    [Fact]
    public async Task What_is_cancelled_takes_nothing_and_what_was_stored_before_has_to_be_asked()
    {
        var cancelled = await ScheduleAsync(new() { ["a.posts"] = 1 });
        await _world.ReplaceAsync(cancelled, p => p.Cancel(_world.Clock.GetUtcNow()));
        await ScheduleAsync(takes: null);

        Assert.Equal(0, Assert.Single(await PlacesAsync(PublicationGroup.Done, _world.Channel!)).UnitsOf("a.posts"));
        var place = Assert.Single(await PlacesAsync(PublicationGroup.Open, _world.Channel!));
        Assert.Equal((null, null), (place.UnitsOf("a.posts"), place.Counts));
    }

    [Fact]
    public async Task An_edit_that_takes_more_is_seen_in_the_same_place()
    {
        var id = await ScheduleAsync(new() { ["a.posts"] = 1 });
        await _world.ReplaceAsync(id, p => p with { Takes = new Dictionary<string, int> { ["a.posts"] = 3 } });

        Assert.Equal(3, Assert.Single(await PlacesAsync(PublicationGroup.Open, _world.Channel!)).UnitsOf("a.posts"));
    }

    [Fact]
    public async Task A_place_says_when_its_publication_is_due_and_then_when_it_went_live()
    {
        var id = await ScheduleAsync(new() { ["a.posts"] = 1 });
        var due = (await _world.PublicationAsync(id)).DueAt!.Value;
        Assert.Equal(due, Assert.Single(await PlacesAsync(PublicationGroup.Open, _world.Channel!)).At);

        _world.Clock.AdvanceTo(due.AddMinutes(7));
        var live = await _world.RunToEndAsync(id);

        var place = Assert.Single(await PlacesAsync(PublicationGroup.Done, _world.Channel!));
        Assert.Equal(live.PublishedAt, place.At);
        Assert.Equal((true, 1), (place.Counts, place.UnitsOf("a.posts")));
    }

    private async Task<Id<Publication>> ScheduleAsync(Dictionary<string, int>? takes)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromHours(1));
        await _world.ReplaceAsync(id, p => p with { Takes = takes });
        return id;
    }

    private async Task<List<PublicationPlace>> PlacesAsync(
        PublicationGroup group,
        Channel channel,
        QuotaScope scope = QuotaScope.Channel
    ) =>
        [
            .. await new PublicationStore(_world.Rows).ListPlacesAsync(
                channel,
                scope,
                group,
                _world.Clock.GetUtcNow().AddDays(-1),
                _world.Clock.GetUtcNow().AddDays(1),
                RowLimits.MaxPage,
                default
            ),
        ];
}
