using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Preflight;
using Atlas.Core.Publishing;
using Atlas.Core.Tests.Publishing;

namespace Atlas.Core.Tests.Preflight;

public sealed class QuotaUseTests
{
    private readonly PublishingWorld _world = new();

    [Theory]
    [InlineData(QuotaWindow.RollingQuarter, 15)]
    [InlineData(QuotaWindow.RollingHour, 60)]
    [InlineData(QuotaWindow.RollingDay, 1440)]
    public async Task What_went_out_within_the_window_is_counted_whenever_it_was_due(QuotaWindow window, int minutes)
    {
        var random = new Random(20_261 + minutes);
        _world.Network.Quotas = [new QuotaCost("fake.posts", "posts", 2, 50, window, QuotaScope.Channel, "manual")];
        var start = _world.Clock.GetUtcNow();
        var expected = 0;
        for (var i = 0; i < 40; i++)
        {
            var ago = TimeSpan.FromMinutes(random.Next(0, 2 * minutes));
            await PublishedAsync(start - ago, lateness: TimeSpan.FromMinutes(random.Next(0, 600)));
            expected += ago <= TimeSpan.FromMinutes(minutes) ? 2 : 0;
        }

        var use = Assert.Single(await Use().CountAsync(_world.Channel, said: [], default));

        Assert.Equal((expected, 50, false), (use.Used, use.Limit, use.AtLeast));
    }

    [Fact]
    public async Task What_was_deleted_again_has_used_its_share_and_what_never_went_out_has_not()
    {
        _world.Network.Quotas =
        [
            new QuotaCost("fake.posts", "posts", 1, 50, QuotaWindow.RollingDay, QuotaScope.Channel, "manual"),
        ];
        var now = _world.Clock.GetUtcNow();
        await PublishedAsync(now.AddHours(-1), TimeSpan.Zero, PublicationState.Removed);
        await PublishedAsync(now.AddHours(-2), TimeSpan.Zero);
        await _world.ReplaceAsync(
            await _world.ScheduleAsync("called off", TimeSpan.FromMinutes(-30)),
            publication => publication with { State = PublicationState.Cancelled }
        );
        await _world.ScheduleAsync("still to go out", TimeSpan.FromMinutes(-1));

        var use = Assert.Single(await Use().CountAsync(_world.Channel, said: [], default));

        Assert.Equal("2 of 50 posts in 24 hours.", use.Message);
    }

    [Fact]
    public async Task Another_channel_counts_where_the_budget_is_the_apps_and_only_there()
    {
        _world.Network.Quotas =
        [
            new QuotaCost("fake.own", "posts", 1, 50, QuotaWindow.RollingDay, QuotaScope.Channel, "manual"),
            new QuotaCost("fake.shared", "requests", 3, 900, QuotaWindow.UtcMonth, QuotaScope.App, "manual"),
        ];
        var other = await _world.ConnectAsync("17841400000000002");
        var own = await _world.ConnectAsync("17841400000000003");
        var now = _world.Clock.GetUtcNow();
        foreach (var channel in (Core.Channels.Channel[])[other, other, own])
        {
            await _world.ReplaceAsync(
                await _world.ScheduleAsync("seen", TimeSpan.FromMinutes(-5), on: channel),
                publication => publication with { State = PublicationState.Published, PublishedAt = now.AddMinutes(-5) }
            );
        }

        var uses = await Use().CountAsync(own, [new NetworkQuota("fake.own", 7, 25)], default);

        Assert.Equal([("fake.own", 1, 25), ("fake.shared", 9, 900)], uses.Select(use => (use.Quota, use.Used, use.Limit)));
        Assert.Equal(7, uses[0].Network?.Used);
        Assert.Contains("developer app", uses[1].Message, StringComparison.Ordinal);
    }

    private async Task PublishedAsync(
        DateTimeOffset at,
        TimeSpan lateness,
        PublicationState state = PublicationState.Published
    ) =>
        await _world.ReplaceAsync(
            await _world.ScheduleAsync("seen", at - lateness - _world.Clock.GetUtcNow()),
            publication => publication with { State = state, PublishedAt = at }
        );

    private QuotaUse Use() =>
        new(new PublicationStore(_world.Rows), new MediaAssets(_world.Rows), _world.Publishers, _world.Apps, _world.Clock);
}
