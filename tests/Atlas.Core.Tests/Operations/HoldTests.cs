using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Tests.Operations;

public sealed class HoldTests
{
    private static readonly TimeSpan s_known = StandingNotices.KnownWithin;
    private readonly PublishingWorld _world = new();

    public static TheoryData<string> Targets() => ["all", "network", "workspace", "drain"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task What_is_due_while_it_is_held_waits_with_the_reason_and_goes_out_afterwards(string target)
    {
        await HoldAsync(target);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);

        await _world.RunOnceAsync(id);
        var waiting = await _world.PublicationAsync(id);
        await ReleaseAsync(target);
        var live = await _world.RunToEndAsync(id);

        Assert.Equal((PublicationState.Waiting, "paused"), (waiting.State, waiting.Waiting?.Reason));
        Assert.EndsWith("a flood of wrong posts", waiting.Waiting?.Message, StringComparison.Ordinal);
        Assert.Equal(PublicationState.Published, live.State);
        Assert.Equal(0, live.Attempts);
        Assert.Single(_world.Network.Live);
    }

    [Fact]
    public async Task What_is_held_elsewhere_holds_nothing_here()
    {
        await HoldAsync("network", Platform.TikTok);
        await HoldAsync("workspace", workspace: new Id<Workspace>(Guid.CreateVersion7()));

        var live = await _world.RunToEndAsync(await _world.ScheduleAsync("hello", TimeSpan.Zero));

        Assert.Equal(PublicationState.Published, live.State);
    }

    [Fact]
    public async Task A_pause_that_comes_while_a_post_is_prepared_stops_its_visible_call_and_keeps_what_was_prepared()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        _world.Network.Instead = step =>
        {
            if (step == "container")
            {
                Run(HoldAsync("all"));
            }

            return null;
        };

        var waiting = await RunUntilWaitingAsync(id);
        Assert.Empty(_world.Network.Live);
        Assert.NotNull(waiting.Cursor);

        _world.Network.Instead = step => step == "container" ? throw new InvalidOperationException("It is made already.") : null;
        await ReleaseAsync("all");
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task A_post_whose_time_passed_while_it_was_held_follows_its_late_policy()
    {
        await HoldAsync("all");
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, new LatePolicy(LateAction.Skip, TimeSpan.FromMinutes(10)));
        await _world.RunOnceAsync(id);
        _world.Clock.Advance(TimeSpan.FromMinutes(11));
        await _world.RunOnceAsync(id);
        Assert.Equal(PublicationState.Waiting, (await _world.PublicationAsync(id)).State);

        await ReleaseAsync("all");

        Assert.Equal(PublicationState.Missed, (await _world.RunToEndAsync(id)).State);
        Assert.Empty(_world.Network.Live);
    }

    [Fact]
    public async Task A_post_that_was_held_ahead_of_its_time_goes_out_at_its_time()
    {
        await HoldAsync("all");
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        var due = _world.Clock.GetUtcNow().AddMinutes(10);
        await _world.RunOnceAsync(id);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReleaseAsync("all");

        await _world.RunToEndAsync(id);

        Assert.InRange(Assert.Single(_world.Network.Live).At, due, due.AddSeconds(10));
    }

    [Fact]
    public async Task A_post_that_is_let_go_ahead_of_its_time_is_prepared_at_once()
    {
        await HoldAsync("all");
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(4));
        await _world.RunOnceAsync(id);
        Assert.Equal(WaitReason.Paused, (await _world.PublicationAsync(id)).Waiting?.Reason);
        Assert.Equal(0, _world.Network.Calls);
        await ReleaseAsync("all");

        await _world.RunOnceAsync(id);

        Assert.Equal(PublicationState.Ready, (await _world.PublicationAsync(id)).State);
    }

    [Fact]
    public async Task What_waits_for_its_channel_goes_on_saying_so_while_it_is_held()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.ReplaceAsync(
            id,
            publication => publication.WaitFor(WaitReason.Reconnect, "Connect it again.", null, _world.Clock.GetUtcNow())
        );
        var before = await _world.CurrentAsync(id);
        await HoldAsync("all");

        var answer = await _world.RunOnceAsync(id);

        Assert.False(answer!.IsFinal);
        Assert.Equal(before.ETag, (await _world.CurrentAsync(id)).ETag);
        Assert.Equal(0, _world.Network.Calls);
        await ReleaseAsync("all");
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task A_removal_is_not_kept_waiting_by_a_first_comment_that_is_held()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, firstComment: "first");
        Assert.True((await _world.RunOnceAsync(id))!.HasChildSteps);
        await HoldAsync("all");
        var removal = new ChildStep
        {
            PublicationId = id,
            WorkspaceId = _world.Workspace,
            Name = ChildStep.Delete,
            Order = 1001,
            State = ChildStepState.Pending,
        };
        await _world.Rows.WriteAsync(
            WorkspaceKeys.Partition(_world.Workspace),
            [RowWrite.Insert(WorkspaceKeys.ChildStep(id, removal.Name), removal.ToRow(StoredJson.Default.ChildStep))],
            default
        );

        await _world.RunOnceAsync(id, childSteps: true);

        Assert.Empty(_world.Network.Live);
        Assert.Empty(_world.Network.Comments);
        Assert.Equal(PublicationState.Removed, (await _world.PublicationAsync(id)).State);
    }

    [Fact]
    public async Task A_first_comment_waits_too()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, firstComment: "first");
        Assert.True((await _world.RunOnceAsync(id))!.HasChildSteps);
        await HoldAsync("all");

        await _world.RunOnceAsync(id, childSteps: true);
        Assert.Empty(_world.Network.Comments);

        await ReleaseAsync("all");
        await _world.RunToEndAsync(id);
        Assert.Equal("first", Assert.Single(_world.Network.Comments));
    }

    [Theory]
    [InlineData("all", 1)]
    [InlineData("drain", 0)]
    public async Task An_edit_that_a_person_asks_for_is_held_by_a_drain_alone(string target, int edits)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunToEndAsync(id);
        await HoldAsync(target);
        var step = new ChildStep
        {
            PublicationId = id,
            WorkspaceId = _world.Workspace,
            Name = ChildStep.Edit(1),
            Content = new Posts.PostContent { Text = "changed" },
            State = ChildStepState.Pending,
        };
        await _world.Rows.WriteAsync(
            WorkspaceKeys.Partition(_world.Workspace),
            [RowWrite.Insert(WorkspaceKeys.ChildStep(id, step.Name), step.ToRow(StoredJson.Default.ChildStep))],
            default
        );

        await _world.RunOnceAsync(id, childSteps: true);

        Assert.Equal(edits, _world.Network.Edits.Count);
    }

    [Fact]
    public async Task Posts_cost_no_read_of_their_own()
    {
        var rows = new CountingRows(_world.Rows, SystemKeys.Operations);
        var hold = new PublishingHold(new StandingNotices(rows, _world.Clock));
        var publication = await _world.PublicationAsync(await _world.ScheduleAsync("hello", TimeSpan.Zero));

        for (var i = 0; i < 1000; i++)
        {
            Assert.Null((await hold.ReadAsync(default)).WordsFor(publication));
        }

        Assert.Equal(1, rows.Reads);
        _world.Clock.Advance(s_known);
        Assert.Null((await hold.ReadAsync(default)).WordsFor(publication));
        Assert.Equal(2, rows.Reads);
    }

    [Fact]
    public async Task What_was_being_read_when_a_switch_was_set_here_is_not_kept()
    {
        var rows = new CountingRows(_world.Rows, SystemKeys.Operations);
        var hold = new PublishingHold(new StandingNotices(rows, _world.Clock));
        rows.AfterRead = async () =>
        {
            rows.AfterRead = null;
            var drain = new OperatorSwitch("test", "a deployment", _world.Clock.GetUtcNow());
            RowWrite[] write = [RowWrite.Upsert(OperatorSwitch.Drain, drain.ToRow(StoredJson.Default.OperatorSwitch))];
            await _world.Rows.WriteAsync(SystemKeys.Operations, write, default);
            hold.Forget();
        };

        Assert.False(await hold.IsDrainingAsync(default)); // it began before
        Assert.True(await hold.IsDrainingAsync(default));
        Assert.True(await hold.IsDrainingAsync(default));
        Assert.Equal(2, rows.Reads);
    }

    [Fact]
    public async Task Where_nobody_knows_what_is_held_nothing_goes_out()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var publication = await _world.PublicationAsync(id);
        _world.AtBoundary = _ => new Interruption.Fault();

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _world.Gate().AskAsync(publication, default));
    }

    private async Task<Publication> RunUntilWaitingAsync(Id<Publication> id)
    {
        for (var i = 0; i < 10; i++)
        {
            await _world.RunOnceAsync(id);
            if (await _world.PublicationAsync(id) is { Waiting.Reason: WaitReason.Paused } waiting)
            {
                return waiting;
            }

            _world.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        throw new TimeoutException("It never waited.");
    }

    private Task HoldAsync(string target, Platform platform = Platform.Instagram, Id<Workspace>? workspace = null) =>
        WriteAsync(
            RowWrite.Upsert(
                KeyOf(target, platform, workspace),
                new OperatorSwitch("test", "a flood of wrong posts", _world.Clock.GetUtcNow()).ToRow(
                    StoredJson.Default.OperatorSwitch
                )
            )
        );

    private Task ReleaseAsync(string target) => WriteAsync(RowWrite.Delete(KeyOf(target, Platform.Instagram, workspace: null)));

    private string KeyOf(string target, Platform platform, Id<Workspace>? workspace) =>
        target switch
        {
            "all" => OperatorSwitch.KeyOf(null, null),
            "network" => OperatorSwitch.KeyOf(platform, null),
            "workspace" => OperatorSwitch.KeyOf(null, workspace ?? _world.Workspace),
            _ => OperatorSwitch.Drain,
        };

    /// <summary>Another instance sets it: this one knows of it a few seconds later.</summary>
    private async Task WriteAsync(RowWrite write)
    {
        Assert.True((await _world.Rows.WriteAsync(SystemKeys.Operations, [write], default)).Succeeded);
        _world.Clock.Advance(s_known);
    }

    private static void Run(Task task) => Assert.True(task.IsCompletedSuccessfully, "Rows in memory answer at once.");
}
