using Atlas.Core.Alerts;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Publishing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Tests.Channels;

public sealed class ChannelPublicationTests
{
    private readonly PublishingWorld _world = new();
    private readonly Quiet _starter = new();

    /// <summary>The call's answer comes after the disconnection, and is not that the post is live.</summary>
    [Theory]
    [InlineData(RefusalClass.Transient)]
    [InlineData(RefusalClass.RateLimited)]
    [InlineData(RefusalClass.Reconnect)]
    public async Task What_was_in_the_middle_of_its_call_is_cancelled_when_it_comes_out_unpublished(RefusalClass refusal)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var other = await _world.ScheduleAsync("other", TimeSpan.FromHours(1));
        _world.Network.Instead = step =>
        {
            if (step != "publish")
            {
                return null;
            }

            DisconnectAsync().GetAwaiter().GetResult();
            var release = new WorkItem.ReleasePublications(_world.Channel.Id, _world.Channel.Generation, ReleaseMode.Cancel);
            Publications().ReleaseAsync(_world.Workspace, release, _starter, default).GetAwaiter().GetResult();
            return new StepAnswer.Refused(refusal, new PlatformProblem("fake", "Not now.", "", null), Cursor: null);
        };

        Assert.Equal(PublicationState.Cancelled, (await _world.RunToEndAsync(id)).State);
        Assert.Equal(PublicationState.Cancelled, (await _world.PublicationAsync(other)).State);
        Assert.Empty(_world.Network.Live);
    }

    [Fact]
    public async Task What_was_in_the_middle_of_its_call_and_went_live_stays_published()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        _world.LosesAnswer = () =>
        {
            DisconnectAsync().GetAwaiter().GetResult();
            var release = new WorkItem.ReleasePublications(_world.Channel.Id, _world.Channel.Generation, ReleaseMode.Cancel);
            Publications().ReleaseAsync(_world.Workspace, release, _starter, default).GetAwaiter().GetResult();
            return false;
        };

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task A_cancel_that_comes_after_a_new_connection_touches_nothing()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(1));
        var release = new WorkItem.ReleasePublications(_world.Channel.Id, _world.Channel.Generation, ReleaseMode.Cancel);
        await _world.ReconnectAsync();

        await Publications().ReleaseAsync(_world.Workspace, release, _starter, default);

        Assert.Equal(PublicationState.Scheduled, (await _world.PublicationAsync(id)).State);
    }

    /// <summary>Whoever disconnects a channel knows of its posts: they are told of when they are overdue.</summary>
    [Fact]
    public async Task What_is_parked_by_a_disconnection_alerts_nobody()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(30));
        await DisconnectAsync();
        var release = new WorkItem.ReleasePublications(_world.Channel!.Id, _world.Channel.Generation, ReleaseMode.Park);

        await Publications().ReleaseAsync(_world.Workspace, release, _starter, default);

        Assert.Equal(WaitReason.Reconnect, (await _world.PublicationAsync(id)).Waiting?.Reason);
        var alerts = RowRange.StartingWith(WorkspaceKeys.Alerts);
        Assert.Empty((await _world.Rows.ReadRangeAsync(WorkspaceKeys.Partition(_world.Workspace), alerts, 10, default)).Rows);
    }

    [Theory]
    [InlineData(LateAction.Publish, PublicationState.Scheduled)]
    [InlineData(LateAction.Skip, PublicationState.Missed)]
    public async Task What_waited_longer_than_the_sweep_looks_back_goes_on_by_its_late_policy(
        LateAction action,
        PublicationState state
    )
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(1), new LatePolicy(action, TimeSpan.FromMinutes(5)));
        await _world.ReplaceAsync(
            id,
            publication => publication.WaitFor(WaitReason.Reconnect, "disconnected", null, _world.Clock.GetUtcNow())
        );
        _world.Clock.Advance(TimeSpan.FromDays(50));

        await Publications().ResumeAsync(_world.Workspace, _world.Channel.Id, _starter, default);

        var alerts = await _world.Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(_world.Workspace),
            RowRange.StartingWith(WorkspaceKeys.Alerts),
            10,
            default
        );
        Assert.Equal(
            state == PublicationState.Missed ? [AlertKind.Missed] : [],
            alerts.Rows.Select(row => row.As(StoredJson.Default.Alert).Value.Kind)
        );
        var resumed = await _world.PublicationAsync(id);
        Assert.Equal(state, resumed.State);
        if (state == PublicationState.Scheduled)
        {
            // Its new place in the due index is one that every sweep looks at.
            var now = _world.Clock.GetUtcNow();
            Assert.InRange(now - resumed.DueAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            var found = 0;
            for (var shard = 0; shard < SystemKeys.DueShards; shard++)
            {
                var (entries, _) = await new DueIndex(_world.Rows).ReadAsync(now, shard, now, null, 100, default);
                found += entries.Count(entry => entry.PublicationId == id);
            }

            Assert.Equal(1, found);
        }
    }

    private ChannelPublications Publications() => Publications(_world);

    private Task DisconnectAsync() => DisconnectAsync(_world);

    internal static ChannelPublications Publications(PublishingWorld world)
    {
        var store = new PublicationStore(world.Rows);
        return new ChannelPublications(
            world.Ledger(),
            new ChannelStore(world.Rows, new AuditLog(world.Rows, world.Clock)),
            store,
            new DueIndex(world.Rows),
            new PublicationNudge(
                world.Publishers,
                Options.Create(world.Options),
                world.Clock,
                NullLogger<PublicationNudge>.Instance
            ),
            world.Clock
        );
    }

    internal static async Task DisconnectAsync(PublishingWorld world)
    {
        var channel = world.Channel with { State = ChannelState.Disconnected };
        await world.Rows.WriteAsync(
            WorkspaceKeys.Partition(world.Workspace),
            [RowWrite.Upsert(WorkspaceKeys.Channel(channel.Id), channel.ToRow(StoredJson.Default.Channel))],
            default
        );
    }

    internal sealed class Quiet : IPublicationStarter
    {
        public Task StartAsync(Publication publication, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WakeAsync(Publication publication, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
