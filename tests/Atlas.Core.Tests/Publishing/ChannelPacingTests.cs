using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Tests.Publishing;

/// <summary>A channel's posts keep their distance and their number a day, whoever claims them and whatever fails.</summary>
public sealed class ChannelPacingTests
{
    private static readonly PlatformProblem s_problem = new("fake.1", "The network says no.", "Do something.", "manual");
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task A_post_waits_until_the_gap_to_the_one_before_it_is_over()
    {
        await SpaceAsync(gap: 10, perDay: null);
        var first = await _world.ScheduleAsync("first", TimeSpan.Zero);
        var second = await _world.ScheduleAsync("second", TimeSpan.Zero);
        var start = _world.Clock.GetUtcNow();
        await _world.RunOnceAsync(first);

        await _world.RunOnceAsync(second);

        var waiting = await _world.PublicationAsync(second);
        Assert.Equal((PublicationState.Waiting, 0), (waiting.State, waiting.Attempts));
        Assert.Equal((WaitReason.Spacing, start.AddMinutes(10)), (waiting.Waiting!.Reason, waiting.Waiting.Until));
        Assert.Null(waiting.Intent);
        Assert.Equal(start.AddMinutes(10), (await _world.RunToEndAsync(second)).PublishedAt);
    }

    [Fact]
    public async Task A_day_is_the_workspaces_and_its_number_starts_again_at_its_midnight()
    {
        await SpaceAsync(gap: null, perDay: 2, zone: "Europe/Berlin");
        List<Id<Publication>> ids = [];
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await _world.ScheduleAsync($"post {i}", TimeSpan.Zero));
        }

        List<Publication> live = [];
        foreach (var id in ids)
        {
            live.Add(await _world.RunToEndAsync(id));
        }

        // 09:00 UTC on the 22nd; midnight in Berlin is at 23:00 UTC.
        Assert.Equal(
            ["2026-11-22T09:00", "2026-11-22T09:00", "2026-11-22T23:00", "2026-11-22T23:00"],
            live.Select(publication => $"{publication.PublishedAt:yyyy-MM-ddTHH:mm}")
        );
    }

    [Fact]
    public async Task A_call_that_came_to_nothing_gives_its_place_back()
    {
        await SpaceAsync(gap: 10, perDay: 1);
        var first = await _world.ScheduleAsync("first", TimeSpan.Zero);
        var second = await _world.ScheduleAsync("second", TimeSpan.Zero);
        var start = _world.Clock.GetUtcNow();
        _world.Network.Instead = step =>
            step == "publish" ? new StepAnswer.Refused(RefusalClass.Rejected, s_problem, Cursor: null) : null;
        Assert.Equal(PublicationState.Failed, (await _world.RunToEndAsync(first)).State);
        _world.Network.Instead = _ => null;

        Assert.Equal(start, (await _world.RunToEndAsync(second)).PublishedAt);
    }

    [Fact]
    public async Task A_post_that_is_too_late_when_its_turn_comes_is_missed()
    {
        await SpaceAsync(gap: 30, perDay: null);
        var first = await _world.ScheduleAsync("first", TimeSpan.Zero);
        var second = await _world.ScheduleAsync(
            "second",
            TimeSpan.Zero,
            new LatePolicy(LateAction.Skip, TimeSpan.FromMinutes(5))
        );
        await _world.RunToEndAsync(first);

        Assert.Equal(PublicationState.Missed, (await _world.RunToEndAsync(second)).State);
        Assert.Single(_world.Network.Live);
    }

    [Fact]
    public async Task What_went_out_before_there_was_a_spacing_counts()
    {
        var first = await _world.ScheduleAsync("first", TimeSpan.Zero);
        var live = await _world.RunToEndAsync(first);
        _world.Clock.Advance(TimeSpan.FromMinutes(3));
        await SetAsync(new ChannelSpacing(TimeSpan.FromMinutes(10), PerDay: null));
        var second = await _world.ScheduleAsync("second", TimeSpan.Zero);

        Assert.Equal(live.PublishedAt!.Value.AddMinutes(10), (await _world.RunToEndAsync(second)).PublishedAt);
    }

    [Fact]
    public async Task Posts_that_wait_for_one_gap_come_back_one_gap_apart()
    {
        await SpaceAsync(gap: 10, perDay: null);
        List<Id<Publication>> ids = [];
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await _world.ScheduleAsync($"post {i}", TimeSpan.Zero));
        }

        var start = _world.Clock.GetUtcNow();
        var worker = _world.Worker();
        foreach (var id in ids)
        {
            await worker.RunAsync(new AdvanceInput(_world.Workspace, id, 1), default);
        }

        var waits = (await Task.WhenAll(ids[1..].Select(_world.PublicationAsync))).Select(it => it.Waiting!.Until!.Value);
        Assert.Equal(Enumerable.Range(1, 5).Select(i => start.AddMinutes(10 * i)), waits);
    }

    [Fact]
    public async Task Places_of_waits_that_were_called_off_are_given_again()
    {
        await SpaceAsync(gap: 10, perDay: null);
        var start = _world.Clock.GetUtcNow();
        var worker = _world.Worker();
        List<Id<Publication>> ids = [];
        for (var i = 0; i < 11; i++)
        {
            ids.Add(await _world.ScheduleAsync($"post {i}", TimeSpan.Zero));
            await worker.RunAsync(new AdvanceInput(_world.Workspace, ids[i], 1), default);
        }

        foreach (var id in ids[2..])
        {
            await _world.ReplaceAsync(id, publication => publication.Cancel(start));
        }

        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        var fresh = await _world.ScheduleAsync("fresh", TimeSpan.Zero);
        await worker.RunAsync(new AdvanceInput(_world.Workspace, fresh, 1), default);

        // The one that still waits keeps the first place.
        Assert.Equal(start.AddMinutes(20), (await _world.PublicationAsync(fresh)).Waiting!.Until);
    }

    [Fact]
    public async Task Who_asks_for_a_place_again_keeps_its_own()
    {
        await SpaceAsync(gap: 10, perDay: null);
        var start = _world.Clock.GetUtcNow();
        var worker = _world.Worker();
        List<Id<Publication>> ids = [];
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await _world.ScheduleAsync($"post {i}", TimeSpan.Zero));
            await worker.RunAsync(new AdvanceInput(_world.Workspace, ids[i], 1), default);
        }

        for (var again = 0; again < 3; again++)
        {
            await _world.ReplaceAsync(ids[2], publication => publication with { State = PublicationState.Ready, Waiting = null });
            await worker.RunAsync(new AdvanceInput(_world.Workspace, ids[2], 1), default);
            Assert.Equal(start.AddMinutes(20), (await _world.PublicationAsync(ids[2])).Waiting!.Until);
        }
    }

    [Fact]
    public async Task A_channel_without_spacing_reads_and_writes_nothing_more()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunToEndAsync(id);

        Assert.Null(
            await _world.Rows.ReadAsync(WorkspaceKeys.Partition(_world.Workspace), WorkspaceKeys.Pace(_world.Channel.Id), default)
        );
    }

    [Fact]
    public async Task Many_workers_at_once_through_crashes_and_faults_keep_gap_and_number()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            await RunSeedAsync(seed);
        }
    }

    private static async Task RunSeedAsync(int seed)
    {
        var random = new Random(seed);
        var world = new PublishingWorld { LosesAnswer = () => random.NextDouble() < 0.1 };
        var (gap, perDay) = (TimeSpan.FromMinutes(random.Next(1, 40)), random.Next(1, 6));
        await world.ConnectAsync(spacing: new ChannelSpacing(gap, perDay));
        await WriteWorkspaceAsync(world, "America/New_York");
        List<Id<Publication>> ids = [];
        for (var i = 0; i < random.Next(3, 8); i++)
        {
            ids.Add(await world.ScheduleAsync($"post {i}", TimeSpan.FromMinutes(random.Next(0, 90))));
        }

        // Everybody who is due runs at once; a scheduler picks whose next row or call goes on, and whose process ends.
        var budget = random.Next(0, 6);
        var end = world.Clock.GetUtcNow().AddDays(8);
        var open = ids.ToDictionary(id => id, _ => world.Clock.GetUtcNow());
        while (open.Count > 0 && world.Clock.GetUtcNow() < end)
        {
            var due = open.Where(entry => entry.Value <= world.Clock.GetUtcNow()).Select(entry => entry.Key).ToList();
            if (due.Count == 0)
            {
                world.Clock.Advance(open.Values.Min() - world.Clock.GetUtcNow());
                continue;
            }

            List<TaskCompletionSource> gates = [];
            world.AtBoundary = _ =>
            {
                if (budget > 0 && random.NextDouble() < 0.03 && budget-- > 0)
                {
                    return new Interruption.Fault();
                }

                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lock (gates)
                {
                    gates.Add(gate);
                }

                return new Interruption.Stall(gate);
            };
            var runs = due.ToDictionary(id => id, id => AdvanceAsync(world, id));
            var all = Task.WhenAll(runs.Values);
            while (!all.IsCompleted)
            {
                TaskCompletionSource? gate = null;
                lock (gates)
                {
                    if (gates.Count > 0)
                    {
                        var next = random.Next(gates.Count);
                        gate = gates[next];
                        gates.RemoveAt(next);
                    }
                }

                gate?.SetResult();
                if (gate is null && world.Clock.NextTimerAt is { } timer && random.Next(50) == 0)
                {
                    world.Clock.Advance(timer - world.Clock.GetUtcNow());
                }

                await Task.Yield();
            }

            world.AtBoundary = null;
            foreach (var (id, run) in runs)
            {
                var answer = await run;
                if (answer is { IsFinal: true })
                {
                    open.Remove(id);
                }
                else
                {
                    open[id] = answer?.WaitUntil ?? world.Clock.GetUtcNow().AddSeconds(1);
                }
            }
        }

        Assert.True(open.Count == 0, $"Seed {seed}: {open.Count} have not come to an end.");
        var live = world.Network.Live.Select(post => post.At).Order().ToList();
        Assert.Equal(ids.Count, live.Count);
        Assert.All(
            live.Zip(live.Skip(1)),
            pair => Assert.True(pair.Second - pair.First >= gap, $"Seed {seed}: {pair}, gap {gap}.")
        );
        Assert.All(
            live.CountBy(at => WallClock.At(at, "America/New_York").LocalTime[..10]),
            day => Assert.True(day.Value <= perDay, $"Seed {seed}: {day.Value} posts on {day.Key}, {perDay} allowed.")
        );
    }

    private static async Task<AdvanceAnswer?> AdvanceAsync(PublishingWorld world, Id<Publication> id)
    {
        try
        {
            return await world.Worker().RunAsync(new AdvanceInput(world.Workspace, id, 1), default);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }

    private async Task SpaceAsync(int? gap, int? perDay, string zone = "UTC")
    {
        await _world.ConnectAsync(spacing: new ChannelSpacing(gap is { } minutes ? TimeSpan.FromMinutes(minutes) : null, perDay));
        await WriteWorkspaceAsync(_world, zone);
    }

    private async Task SetAsync(ChannelSpacing spacing)
    {
        var channel = _world.Channel with { Spacing = spacing };
        var write = RowWrite.Upsert(WorkspaceKeys.Channel(channel.Id), channel.ToRow(StoredJson.Default.Channel));
        await _world.Rows.WriteAsync(WorkspaceKeys.Partition(_world.Workspace), [write], default);
    }

    private static async Task WriteWorkspaceAsync(PublishingWorld world, string zone)
    {
        var workspace = new Workspace
        {
            Id = world.Workspace,
            Name = "Test",
            TimeZone = zone,
            CreatedAt = world.Clock.GetUtcNow(),
        };
        var write = RowWrite.Insert(WorkspaceKeys.Workspace, workspace.ToRow(StoredJson.Default.Workspace));
        await world.Rows.WriteAsync(WorkspaceKeys.Partition(world.Workspace), [write], default);
    }
}
