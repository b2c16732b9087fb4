using Atlas.Core.Operations;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Publishing;

public sealed class SweepDueTests
{
    private readonly PublishingWorld _world = new();
    private readonly Started _starter = new();
    private readonly DueIndex _dueIndex;
    private readonly SweepDue _sweep;

    public SweepDueTests()
    {
        _dueIndex = new DueIndex(_world.Rows);
        _sweep = new SweepDue(
            _dueIndex,
            new DueCarrier(
                new PublicationStore(_world.Rows),
                new ChildStepStore(_world.Rows),
                _world.Publishers,
                _world.OverdueWatch(),
                _world.Gate(),
                Microsoft.Extensions.Options.Options.Create(_world.Options),
                _world.Clock,
                NullLogger<DueCarrier>.Instance
            ),
            Microsoft.Extensions.Options.Options.Create(_world.Options),
            _world.Clock
        );
    }

    [Fact]
    public async Task What_is_near_is_started_once_and_what_is_far_is_not()
    {
        var near = await ScheduleAsync(TimeSpan.FromMinutes(10));
        await ScheduleAsync(TimeSpan.FromMinutes(30));

        await SweepAsync();
        await SweepAsync();

        Assert.Equal([near], _starter.Ids);
    }

    [Fact]
    public async Task What_was_started_is_not_read_every_minute_but_at_once_when_its_entry_is_written_again()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(14));
        await SweepAsync();
        var reads = 0;
        _world.AtBoundary = name =>
        {
            reads += name == "BeforeRead" ? 1 : 0;
            return null;
        };

        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        var ofTheIndex = reads;
        var due = (await _world.PublicationAsync(id)).DueAt!.Value;
        await _dueIndex.AddAsync([new DueEntry(due, _world.Workspace, id)], default);
        await _world.ReplaceAsync(
            id,
            p => p.ScheduleAt(Core.Scheduling.WallClock.At(due, "Europe/Berlin"), p.LatePolicy, _world.Clock.GetUtcNow())
        );
        reads = 0;
        await SweepAsync();

        Assert.Equal(ofTheIndex + 1, reads);
        Assert.Equal([id, id], _starter.Ids);
    }

    [Fact]
    public async Task What_was_left_behind_is_started_and_woken_again()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(10));
        await SweepAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(12));

        await SweepAsync();

        Assert.Equal([id, id], _starter.Ids);
        Assert.Equal([id], _starter.Woken);
    }

    [Fact]
    public async Task An_entry_written_ahead_of_its_batch_outlives_the_sweeps_in_between()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromHours(1));
        var moved = _world.Clock.GetUtcNow().AddMinutes(10);
        await _dueIndex.AddAsync([new DueEntry(moved, _world.Workspace, id)], default);

        await SweepAsync();
        await _world.ReplaceAsync(
            id,
            p => p.ScheduleAt(Atlas.Core.Scheduling.WallClock.At(moved, "Europe/Berlin"), p.LatePolicy, _world.Clock.GetUtcNow())
        );
        await SweepAsync();

        Assert.Equal([id], _starter.Ids);
    }

    [Fact]
    public async Task A_stray_entry_goes_after_a_while_unless_it_has_been_written_again()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(10));
        var entry = new DueEntry((await _world.PublicationAsync(id)).DueAt!.Value, _world.Workspace, id);
        await _world.ReplaceAsync(id, p => p.Cancel(_world.Clock.GetUtcNow()));
        await SweepAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(6));
        await _dueIndex.AddAsync([entry], default);

        Assert.Equal(0, (await SweepAsync()).Removed);
        _world.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, (await SweepAsync()).Removed);
        Assert.Equal(0, (await SweepAsync()).Looked);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task An_entry_that_was_needed_long_ago_goes_at_the_next_look_unless_it_has_been_written_again(
        bool isWrittenAgain,
        int removed
    )
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(10));
        var entry = new DueEntry((await _world.PublicationAsync(id)).DueAt!.Value, _world.Workspace, id);
        await SweepAsync();
        await _world.ReplaceAsync(id, p => p.Cancel(_world.Clock.GetUtcNow()));
        _world.Clock.Advance(TimeSpan.FromMinutes(12));
        if (isWrittenAgain)
        {
            await _dueIndex.AddAsync([entry], default);
        }

        Assert.Equal(removed, (await SweepAsync()).Removed);
    }

    [Fact]
    public async Task A_crowd_of_one_workspace_lets_a_few_of_everybody_go_first()
    {
        var crowd = await CrowdAsync(500);
        var single = await ScheduleForAsync(new Id<Workspace>(Guid.CreateVersion7()), TimeSpan.FromMinutes(14));

        var summary = await SweepAsync();

        Assert.False(summary.HeldBack);
        Assert.Equal([.. crowd.Append(single).Order()], _starter.Ids.Select(id => id.ToString()).Order());
        Assert.InRange(_starter.Ids.FindIndex(id => id.ToString() == single), 0, 100);
    }

    [Fact]
    public async Task What_one_sweep_holds_back_the_next_ones_start()
    {
        _world.Options.StartsPerSweep = 150;
        var crowd = await CrowdAsync(400);

        Assert.True((await SweepAsync()).HeldBack);
        Assert.Equal(150, _starter.Ids.Count);
        Assert.True((await SweepAsync()).HeldBack);
        Assert.False((await SweepAsync()).HeldBack);

        Assert.Equal(crowd.Order(), _starter.Ids.Select(id => id.ToString()).Order());
    }

    [Fact]
    public async Task What_is_stuck_takes_no_place_from_what_is_new()
    {
        _world.Options.StartsPerSweep = 5;
        await CrowdAsync(5);
        await SweepAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(20));
        var fresh = await ScheduleAsync(TimeSpan.FromMinutes(5));

        await SweepAsync();

        Assert.Equal(5, _starter.Woken.Count);
        Assert.Contains(fresh, _starter.Ids);
    }

    [Fact]
    public async Task What_only_waits_for_its_time_is_not_read_again_until_then()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, (await SweepAsync()).Looked);
        Assert.Equal(0, (await SweepAsync()).Looked);

        var due = (await _world.PublicationAsync(id)).DueAt!.Value;
        await _dueIndex.AddAsync([new DueEntry(due, _world.Workspace, id)], default);
        Assert.Equal(1, (await SweepAsync()).Looked);
        Assert.Equal(0, (await SweepAsync()).Looked);
        _world.Clock.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal((1, 1), ((await SweepAsync()).Looked, _starter.Woken.Count));
    }

    [Fact]
    public async Task What_is_held_past_its_time_is_told_once_and_woken_once_when_it_may_go_on()
    {
        var id = await ScheduleAsync(TimeSpan.Zero);
        await HoldAsync(true);
        await _world.RunOnceAsync(id);
        Assert.Equal(WaitReason.Paused, (await _world.PublicationAsync(id)).Waiting?.Reason);
        _world.Clock.Advance(TimeSpan.FromMinutes(5));

        await SweepAsync();
        await SweepAsync();
        Assert.Empty(_starter.Woken);
        Assert.Single(_world.Messages.Work);

        await HoldAsync(false);
        await SweepAsync();
        Assert.Equal([id], _starter.Woken);
        await _world.RunOnceAsync(id);
        await SweepAsync();
        Assert.Single(_world.Messages.Work);
    }

    [Fact]
    public async Task What_was_just_woken_is_not_woken_again_within_the_minute_unless_something_happens_to_all()
    {
        var id = await ScheduleAsync(TimeSpan.FromMinutes(1));
        await SweepAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(4));
        for (var i = 0; i < 6; i++)
        {
            await SweepAsync();
            _world.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([id], _starter.Woken);
        await _sweep.RunAnewAsync(_starter, default);
        Assert.Equal([id, id], _starter.Woken);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        Assert.Equal([id, id, id], _starter.Woken);
    }

    [Fact]
    public async Task A_step_behind_a_live_post_that_has_to_wait_is_left_alone_until_then()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, firstComment: "first");
        await _dueIndex.AddAsync([DueEntry.Of(await _world.PublicationAsync(id), _world.Clock.Now)], default);
        Assert.True((await _world.RunOnceAsync(id))!.HasChildSteps);
        await SweepAsync();
        var step = Assert.Single(await new ChildStepStore(_world.Rows).ListAsync(_world.Workspace, id, default));
        await new ChildStepStore(_world.Rows).TryReplaceAsync(
            step,
            step.Value with
            {
                NotBefore = _world.Clock.Now.AddMinutes(30),
            },
            default
        );
        for (var i = 0; i < 30; i++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await SweepAsync();
        }

        Assert.Empty(_starter.Woken);
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync();
        Assert.Equal([id], _starter.Woken);
    }

    /// <summary>As the operators do it, on another instance.</summary>
    private async Task HoldAsync(bool held)
    {
        var key = OperatorSwitch.KeyOf(null, null);
        var write = held
            ? RowWrite.Upsert(
                key,
                new OperatorSwitch("test", "a flood", _world.Clock.Now).ToRow(StoredJson.Default.OperatorSwitch)
            )
            : RowWrite.Delete(key);
        Assert.True((await _world.Rows.WriteAsync(SystemKeys.Operations, [write], default)).Succeeded);
        _world.Clock.Advance(StandingNotices.KnownWithin);
    }

    private async Task<List<string>> CrowdAsync(int count)
    {
        List<string> ids = [];
        for (var i = 0; i < count; i++)
        {
            ids.Add((await ScheduleAsync(TimeSpan.FromMinutes(10))).ToString());
        }

        return ids;
    }

    private async Task<string> ScheduleForAsync(Id<Workspace> workspace, TimeSpan dueIn)
    {
        var like = await _world.PublicationAsync(await _world.ScheduleAsync("hello", dueIn));
        var other = like with { Id = Id<Publication>.New(_world.Clock), WorkspaceId = workspace };
        List<RowWrite> batch = [];
        PublicationRows.Insert(batch, other);
        await _world.Rows.WriteAsync(WorkspaceKeys.Partition(workspace), batch, default);
        await _dueIndex.AddAsync([DueEntry.Of(other, _world.Clock.Now)], default);
        return other.Id.ToString();
    }

    private async Task<Id<Publication>> ScheduleAsync(TimeSpan dueIn)
    {
        var id = await _world.ScheduleAsync("hello", dueIn);
        await _dueIndex.AddAsync([new DueEntry(_world.Clock.GetUtcNow() + dueIn, _world.Workspace, id)], default);
        return id;
    }

    private Task<SweepSummary> SweepAsync() => _sweep.RunAsync(_starter, default);

    private sealed class Started : IPublicationStarter
    {
        public List<Id<Publication>> Ids { get; } = [];

        public List<Id<Publication>> Woken { get; } = [];

        public Task StartAsync(Publication publication, CancellationToken cancellationToken)
        {
            Ids.Add(publication.Id);
            return Task.CompletedTask;
        }

        public Task WakeAsync(Publication publication, CancellationToken cancellationToken)
        {
            Woken.Add(publication.Id);
            return Task.CompletedTask;
        }
    }
}
