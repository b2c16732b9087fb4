using Atlas.Core.Alerts;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Channels;
using Atlas.Core.Tests.Publishing;

namespace Atlas.Core.Tests.Alerts;

public sealed class AlertTests
{
    private static readonly PlatformProblem s_problem = new("9", "The network says no.", "Ask it why.", null);
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task What_is_not_live_when_the_grace_is_over_is_told_once()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        _world.Clock.Advance(TimeSpan.FromMinutes(12));
        await LookAsync(id);
        Assert.Empty(await AlertsAsync());

        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(id);
        await LookAsync(id);

        var alert = Assert.Single(await AlertsAsync());
        Assert.Equal((AlertKind.Overdue, id), (alert.Kind, alert.PublicationId));
        Assert.Equal([new WorkItem.DeliverAlert(alert.Id)], _world.Messages.Work);
        Assert.Single((await _world.PublicationAsync(id)).Timeline, entry => entry.Event == "overdue");
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_is_in_the_middle_of_its_call()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(1));
        _world.Clock.Advance(TimeSpan.FromMinutes(9));
        await _world.ReplaceAsync(id, p => p with { Lease = new Lease("worker", _world.Clock.Now.AddSeconds(20)) });

        await LookAsync(id);
        Assert.Empty(await AlertsAsync());

        _world.Clock.Advance(TimeSpan.FromSeconds(21));
        await LookAsync(id);
        Assert.Single(await AlertsAsync());
    }

    [Theory]
    [InlineData(RefusalClass.Rejected, AlertKind.Failed)]
    [InlineData(RefusalClass.Reconnect, AlertKind.Reconnect)]
    public async Task A_refusal_that_needs_a_person_is_told_in_the_batch_that_stores_it(RefusalClass refusal, AlertKind kind)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        _world.Network.Refusals.Enqueue(new StepAnswer.Refused(refusal, s_problem, null));
        for (var i = 0; i < 6; i++)
        {
            await _world.RunOnceAsync(id);
        }

        _world.Clock.Advance(TimeSpan.FromHours(1));
        await LookAsync(id);

        var alert = Assert.Single(await AlertsAsync());
        Assert.Equal(kind, alert.Kind);
        Assert.Contains("The network says no.", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_channels_disconnection_has_kept_back_is_told_when_its_time_has_passed()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(1));
        var release = new WorkItem.ReleasePublications(_world.Channel.Id, _world.Channel.Generation, ReleaseMode.Park);
        await ChannelPublicationTests.DisconnectAsync(_world);
        await ChannelPublicationTests
            .Publications(_world)
            .ReleaseAsync(_world.Workspace, release, new ChannelPublicationTests.Quiet(), default);
        await LookAsync(id);
        Assert.Empty(await AlertsAsync());

        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        await LookAsync(id);
        await LookAsync(id);

        var alert = Assert.Single(await AlertsAsync());
        Assert.Equal(AlertKind.Overdue, alert.Kind);
        Assert.Contains("Connect the account again", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_missed_is_told()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, new LatePolicy(LateAction.Hold, TimeSpan.FromMinutes(1)));
        _world.Clock.Advance(TimeSpan.FromMinutes(5));

        await _world.RunToEndAsync(id);

        Assert.Equal(AlertKind.Missed, Assert.Single(await AlertsAsync()).Kind);
    }

    [Fact]
    public async Task A_post_that_goes_out_in_time_costs_nothing_here()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(1));

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);

        Assert.Empty(await AlertsAsync());
        Assert.Empty(_world.Messages.Work);
    }

    /// <summary>Whatever fails on the way, the alert is there exactly when the move that it tells of is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Alert_and_move_are_one(int seed)
    {
        var dice = new Random(seed);
        for (var run = 0; run < 60; run++)
        {
            var world = new PublishingWorld();
            var id = await world.ScheduleAsync("hello", TimeSpan.Zero);
            world.Clock.Advance(TimeSpan.FromMinutes(5));
            world.AtBoundary = _ => dice.Next(4) == 0 ? new Interruption.Fault() : null;
            for (var i = 0; i < 4; i++)
            {
                try
                {
                    await LookAsync(id, world);
                }
                catch (StorageUnavailableException)
                {
                    // the next sweep looks again
                }
            }

            world.AtBoundary = null;
            var told = (await world.PublicationAsync(id)).OverdueFor is not null;
            Assert.Equal(told ? 1 : 0, (await AlertsAsync(world)).Count);
            world.Clock.Advance(TimeSpan.FromMinutes(11));
            await world.Outbox.SweepAsync(default);
            Assert.Equal(told, world.Messages.Work.Count > 0);
        }
    }

    private Task LookAsync(Id<Publication> id) => LookAsync(id, _world);

    private static async Task LookAsync(Id<Publication> id, PublishingWorld world) =>
        await world.OverdueWatch().LookAsync(await world.CurrentAsync(id), default);

    private Task<List<Alert>> AlertsAsync() => AlertsAsync(_world);

    private static async Task<List<Alert>> AlertsAsync(PublishingWorld world)
    {
        var page = await world.Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(world.Workspace),
            RowRange.StartingWith(WorkspaceKeys.Alerts),
            100,
            default
        );
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.Alert).Value)];
    }
}
