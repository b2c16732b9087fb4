using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Publishing;

/// <summary>One call meets a limit, and whoever would meet it too waits without a call. Each run is a process of its own.</summary>
public sealed class NetworkLimitTests
{
    private static readonly PlatformProblem s_problem = new("fake.limit", "Too many calls.", "It goes on by itself.", "manual");
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task What_one_post_finds_out_the_channels_others_are_spared()
    {
        var ids = await ScheduleAsync(40);
        var until = Refuse(TimeSpan.FromMinutes(30), default);
        await _world.RunOnceAsync(ids[0]);
        var calls = _world.Network.Calls;

        foreach (var id in ids[1..])
        {
            await _world.RunOnceAsync(id);
        }

        Assert.Equal(calls, _world.Network.Calls);
        var waiting = await Task.WhenAll(ids[1..].Select(_world.PublicationAsync));
        Assert.All(
            waiting,
            publication =>
            {
                Assert.Equal((PublicationState.Waiting, 0), (publication.State, publication.Attempts));
                Assert.Equal(WaitReason.RateLimit, publication.Waiting!.Reason);
                Assert.Contains("Too many calls.", publication.Waiting.Message, StringComparison.Ordinal);
                Assert.InRange(publication.Waiting.Until!.Value, until, until + TimeSpan.FromMinutes(1));
            }
        );
        Assert.True(
            waiting.Select(publication => publication.Waiting!.Until!.Value.ToUnixTimeSeconds()).Distinct().Count() > 15,
            "They come back at the same moments."
        );

        foreach (var id in ids)
        {
            Assert.True((await _world.RunToEndAsync(id)).PublishedAt >= until);
        }

        Assert.Equal(40, _world.Network.Live.Count);
    }

    [Fact]
    public async Task A_limit_that_can_not_be_shared_loses_no_answer_whatever_the_store_throws()
    {
        var id = (await ScheduleAsync(1))[0];
        var until = Refuse(TimeSpan.FromMinutes(30), default);
        var (called, thrown) = (false, 0);
        _world.AtBoundary = name =>
        {
            called |= name.EndsWith(" before", StringComparison.Ordinal);
            return called && name == "BeforeWrite" && thrown++ == 0
                ? throw new InvalidOperationException("A fault of ours.")
                : null;
        };

        await _world.RunOnceAsync(id);

        Assert.True(thrown > 1, "The limit and the answer are two writes.");
        Assert.Equal((WaitReason.RateLimit, until), Waits((await _world.PublicationAsync(id)).Waiting));

        static (string?, DateTimeOffset?) Waits(Waiting? waiting) => (waiting?.Reason, waiting?.Until);
    }

    [Fact]
    public async Task One_channels_limit_holds_up_no_other()
    {
        await _world.ConnectAsync();
        var other = await OtherAsync();
        var ids = await ScheduleAsync(2);
        var free = await _world.ScheduleAsync("free", TimeSpan.Zero, on: other);
        var due = _world.Clock.GetUtcNow();
        Refuse(TimeSpan.FromHours(1), default);
        await _world.RunOnceAsync(ids[0]);

        var live = await _world.RunToEndAsync(free);

        Assert.Equal((PublicationState.Published, due), (live.State, live.PublishedAt));
    }

    [Fact]
    public async Task A_limit_of_the_app_holds_for_all_of_its_channels_and_tells_none_of_the_others()
    {
        // Accounts of these tests belong to no app: their network's word of one is about the account.
        await _world.ConnectAsync();
        var other = await OtherAsync();
        var id = await _world.ScheduleAsync("first", TimeSpan.Zero);
        var free = await _world.ScheduleAsync("free", TimeSpan.Zero, on: other);
        Refuse(TimeSpan.FromHours(1), new LimitReach(QuotaScope.App));
        await _world.RunOnceAsync(id);

        await _world.RunOnceAsync(free);

        Assert.Equal(PublicationState.Published, (await _world.PublicationAsync(free)).State);
    }

    [Fact]
    public async Task A_limit_on_one_kind_of_posts_lets_the_others_and_what_follows_pass()
    {
        QuotaCost reels = new("fake.reels", "reels", 1, 30, QuotaWindow.RollingDay, QuotaScope.Channel, "manual");
        _world.Network.Quotas = [reels];
        var commented = await _world.ScheduleAsync("commented", TimeSpan.Zero, firstComment: "first");
        await _world.RunOnceAsync(commented);
        var (reel, next) = (await _world.ScheduleAsync("reel", TimeSpan.Zero), await _world.ScheduleAsync("next", TimeSpan.Zero));
        Refuse(TimeSpan.FromHours(1), new LimitReach(QuotaScope.Channel, "fake.reels"));
        await _world.RunOnceAsync(reel);
        await _world.RunOnceAsync(next);
        Assert.Equal(WaitReason.RateLimit, (await _world.PublicationAsync(next)).Waiting?.Reason);

        _world.Network.Quotas = [];
        var picture = await _world.ScheduleAsync("picture", TimeSpan.Zero);
        await _world.RunOnceAsync(picture);
        await _world.RunOnceAsync(commented, childSteps: true);

        Assert.Equal(PublicationState.Published, (await _world.PublicationAsync(picture)).State);
        Assert.Single(_world.Network.Comments);
    }

    [Fact]
    public async Task What_follows_a_live_post_waits_for_the_limit_that_another_post_met()
    {
        var commented = await _world.ScheduleAsync("commented", TimeSpan.Zero, firstComment: "first");
        await _world.RunOnceAsync(commented);
        var id = await _world.ScheduleAsync("next", TimeSpan.Zero);
        var until = Refuse(TimeSpan.FromMinutes(20), default);
        await _world.RunOnceAsync(id);

        var answer = await _world.RunOnceAsync(commented, childSteps: true);

        Assert.Empty(_world.Network.Comments);
        Assert.InRange(answer!.WaitUntil!.Value, until, until + TimeSpan.FromMinutes(1));
        await _world.RunToEndAsync(commented);
        Assert.Single(_world.Network.Comments);
    }

    [Fact]
    public async Task A_budget_that_is_almost_used_up_slows_the_others_down_before_any_is_refused()
    {
        var ids = await ScheduleAsync(2);
        var now = _world.Clock.GetUtcNow();
        _world.Network.Instead = step =>
            step == "container"
                ? new StepAnswer.Wait(TimeSpan.FromSeconds(1), "c1", "It is being processed.")
                {
                    Call = new PlatformCall("POST /media", 200, TimeSpan.Zero, RequestId: null, Usage: "96 % used")
                    {
                        Budget = new CallBudget(0.96, OpensIn: null, QuotaScope.Channel),
                    },
                }
                : null;
        await _world.RunOnceAsync(ids[0]);

        await _world.RunOnceAsync(ids[1]);

        var waiting = (await _world.PublicationAsync(ids[1])).Waiting!;
        Assert.Equal(WaitReason.RateLimit, waiting.Reason);
        Assert.InRange(waiting.Until!.Value, now + TimeSpan.FromSeconds(60), now + TimeSpan.FromSeconds(65));
    }

    [Fact]
    public async Task A_post_that_is_late_while_it_waits_is_missed_at_its_time_and_not_after_the_wait()
    {
        await ScheduleAsync(1);
        var ids = await ScheduleAsync(1);
        var late = await _world.ScheduleAsync("late", TimeSpan.Zero, new LatePolicy(LateAction.Hold, TimeSpan.FromMinutes(10)));
        var due = _world.Clock.GetUtcNow();
        Refuse(TimeSpan.FromHours(3), default);
        await _world.RunOnceAsync(ids[0]);

        var missed = await _world.RunToEndAsync(late);

        Assert.Equal(PublicationState.Missed, missed.State);
        Assert.InRange(_world.Clock.GetUtcNow(), due + TimeSpan.FromMinutes(10), due + TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task A_store_that_fails_costs_the_others_a_refusal_and_loses_no_post()
    {
        var ids = await ScheduleAsync(2);
        Refuse(TimeSpan.FromMinutes(30), default);
        _world.AtBoundary = name =>
            _world.Network.Calls > 0 && name == nameof(Atlas.Storage.InMemory.RowStoreMoment.BeforeWrite) ? Once() : null;

        await _world.RunOnceAsync(ids[0]);
        _world.AtBoundary = null;

        Assert.Equal(WaitReason.RateLimit, (await _world.PublicationAsync(ids[0])).Waiting?.Reason);
        foreach (var id in ids)
        {
            Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
        }

        Interruption? Once()
        {
            _world.AtBoundary = null;
            return new Interruption.Fault();
        }
    }

    [Fact]
    public async Task Rows_of_limits_that_have_opened_go()
    {
        var ids = await ScheduleAsync(1);
        Refuse(TimeSpan.FromMinutes(5), default);
        await _world.RunOnceAsync(ids[0]);
        Assert.Single((await RowsAsync()).Rows);

        _world.Clock.Advance(TimeSpan.FromMinutes(16));
        await _world.RunToEndAsync(ids[0]);

        Assert.Empty((await RowsAsync()).Rows);
    }

    private ValueTask<RowPage> RowsAsync() =>
        _world.Rows.ReadRangeAsync(SystemKeys.Operations, RowRange.StartingWith(NetworkLimitStore.Prefix), 10, default);

    private async Task<List<Id<Publication>>> ScheduleAsync(int count)
    {
        List<Id<Publication>> ids = [];
        for (var i = 0; i < count; i++)
        {
            ids.Add(await _world.ScheduleAsync($"post {i}", TimeSpan.Zero));
        }

        return ids;
    }

    private DateTimeOffset Refuse(TimeSpan wait, LimitReach reach)
    {
        var until = _world.Clock.GetUtcNow() + wait;
        _world.Network.Refusals.Enqueue(
            new StepAnswer.Refused(RefusalClass.RateLimited, s_problem, null, until) { Limit = reach }
        );
        return until;
    }

    private async Task<Channel> OtherAsync() => await _world.ConnectAsync("17841400000000002");
}
