using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Tests.Publishing;

/// <summary>Whatever happens at whichever boundary: live at most once, and in the end the ledger says what is true.</summary>
public sealed class PublishingFaultTests
{
    [Fact]
    public async Task A_crash_at_any_one_boundary_publishes_exactly_once()
    {
        for (var at = 0; ; at++)
        {
            var world = new PublishingWorld();
            var id = await world.ScheduleAsync("hello", TimeSpan.FromMinutes(20), firstComment: "first!");
            var (passed, boundary) = (0, at);
            world.AtBoundary = _ => passed++ == boundary ? new Interruption.Crash() : null;

            var end = await world.RunToEndAsync(id);

            AssertLiveOnce(world, end);
            Assert.Equal(["first!"], world.Network.Comments);
            if (passed <= at)
            {
                Assert.True(at > 15, $"Only {at} boundaries were met: the world no longer covers the run.");
                return;
            }
        }
    }

    [Fact]
    public async Task Random_crashes_faults_and_lost_answers_never_publish_twice_nor_lose_a_post()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var world = new PublishingWorld { LosesAnswer = () => random.NextDouble() < 0.2 };
            var id = await world.ScheduleAsync($"post {seed}", TimeSpan.FromMinutes(random.Next(0, 30)));
            var budget = random.Next(1, 6);
            world.AtBoundary = _ =>
                budget > 0 && random.NextDouble() < 0.12 && budget-- > 0
                    ? random.Next(2) == 0
                        ? new Interruption.Crash()
                        : new Interruption.Fault()
                    : null;

            var end = await world.RunToEndAsync(id);

            Assert.True(world.Network.Live.Count <= 1, $"Seed {seed}: live {world.Network.Live.Count} times.");
            if (end.State == PublicationState.Published)
            {
                Assert.Equal(end.PlatformPostId, Assert.Single(world.Network.Live).Id);
            }
            else
            {
                Assert.True(
                    end.State == PublicationState.Failed && world.Network.Live.Count == 0,
                    $"Seed {seed}: {end.State}, live {world.Network.Live.Count} times."
                );
                Assert.NotNull(end.Failure);
            }
        }
    }

    [Fact]
    public async Task A_worker_stalled_at_any_boundary_sends_nothing_after_another_took_over()
    {
        for (var at = 0; ; at++)
        {
            var world = new PublishingWorld();
            var id = await world.ScheduleAsync("hello", TimeSpan.Zero);
            var (passed, boundary) = (0, at);
            var stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            world.AtBoundary = _ => passed++ == boundary ? new Interruption.Stall(stall) : null;

            var generation = (await world.PublicationAsync(id)).Generation;
            var stalled = world.Worker().RunAsync(new AdvanceInput(world.Workspace, id, generation), default);
            var reached = passed > at;
            world.AtBoundary = null;
            world.Clock.Advance(world.Options.LeaseDuration + TimeSpan.FromMinutes(5));
            var end = await world.RunToEndAsync(id);
            var settled = await world.CurrentAsync(id);
            stall.SetResult();
            await stalled;

            AssertLiveOnce(world, end);
            Assert.Equal(settled.ETag, (await world.CurrentAsync(id)).ETag);
            if (!reached)
            {
                Assert.True(at > 8, $"Only {at} boundaries were met.");
                return;
            }
        }
    }

    [Fact]
    public async Task Two_workers_at_once_publish_once()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var world = new PublishingWorld();
            var id = await world.ScheduleAsync("hello", TimeSpan.Zero);
            var gates = new List<TaskCompletionSource>();
            world.AtBoundary = _ =>
            {
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lock (gates)
                {
                    gates.Add(gate);
                }

                return new Interruption.Stall(gate);
            };

            var generation = (await world.PublicationAsync(id)).Generation;
            var input = new AdvanceInput(world.Workspace, id, generation);
            var runs = Task.WhenAll(world.Worker().RunAsync(input, default), world.Worker().RunAsync(input, default));
            while (!runs.IsCompleted)
            {
                lock (gates)
                {
                    if (gates.Count > 0)
                    {
                        var next = random.Next(gates.Count);
                        var gate = gates[next];
                        gates.RemoveAt(next);
                        gate.SetResult();
                    }
                }

                await Task.Yield();
            }

            world.AtBoundary = null;
            AssertLiveOnce(world, await world.RunToEndAsync(id));
        }
    }

    /// <summary>The call may take effect after the look and before the worker goes on.</summary>
    [Fact]
    public async Task A_look_that_came_too_early_proves_nothing_however_late_its_worker_goes_on()
    {
        var world = new PublishingWorld();
        var id = await world.ScheduleAsync("hello", TimeSpan.Zero);
        world.AtBoundary = name => name == "publish before" ? new Interruption.Fault() : null;
        await world.RunOnceAsync(id);
        world.AtBoundary = null;
        world.Clock.Advance(world.Options.ReconcileAfter);
        world.Network.LooksLike = () =>
        {
            world.Clock.Advance(TimeSpan.FromHours(1)); // what it saw is of before
            return new FindAnswer.Absent("it is prepared, not published", Certain: true);
        };

        await world.RunOnceAsync(id);

        Assert.Equal(PublicationState.Unknown, (await world.PublicationAsync(id)).State);
        world.Network.LooksLike = () => null;
        AssertLiveOnce(world, await world.RunToEndAsync(id));
    }

    /// <summary>What was read before it slept is not what it acts on.</summary>
    [Fact]
    public async Task A_worker_that_slept_sends_nothing_for_a_channel_that_was_disconnected_meanwhile()
    {
        var boundaries = new List<string>();
        var undisturbed = await RunDueAsync((name, _) => boundaries.Add(name));
        Assert.Single(undisturbed.Network.Live);
        var reads = boundaries.TakeWhile(name => name == "BeforeRead").Count();
        Assert.InRange(reads, 3, 50);

        for (var at = 2; at <= reads; at++)
        {
            var left = at;
            var world = await RunDueAsync(
                (_, world) =>
                {
                    if (--left == 0)
                    {
                        world.Clock.Advance(TimeSpan.FromMinutes(5));
                        world.DisconnectAsync().GetAwaiter().GetResult();
                    }
                }
            );

            Assert.Empty(world.Network.Live);
        }
    }

    /// <summary>The run that makes the visible call, and nothing else.</summary>
    private static async Task<PublishingWorld> RunDueAsync(Action<string, PublishingWorld> atBoundary)
    {
        var world = new PublishingWorld();
        var id = await world.ScheduleAsync("hello", TimeSpan.FromMinutes(20));
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.RunOnceAsync(id);
        Assert.Equal(PublicationState.Ready, (await world.PublicationAsync(id)).State);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var isInside = false;
        world.AtBoundary = name =>
        {
            if (!isInside)
            {
                isInside = true; // what happens at a boundary passes none
                atBoundary(name, world);
                isInside = false;
            }

            return null;
        };
        await world.RunOnceAsync(id);
        return world;
    }

    [Fact]
    public async Task Where_the_network_cannot_be_read_a_person_decides_and_nothing_is_sent_again()
    {
        var world = new PublishingWorld { LosesAnswer = () => true };
        world.Network.Readable = false;
        var id = await world.ScheduleAsync("hello", TimeSpan.Zero);

        var end = await world.RunToEndAsync(id);

        Assert.Equal(PublicationState.Unknown, end.State);
        Assert.Equal(WaitReason.Decision, end.Waiting?.Reason);
        Assert.Single(world.Network.Live);
    }

    private static void AssertLiveOnce(PublishingWorld world, Publication end)
    {
        Assert.Equal(PublicationState.Published, end.State);
        var live = Assert.Single(world.Network.Live);
        Assert.Equal(live.Id, end.PlatformPostId);
        Assert.True(live.At >= end.DueAt, "It went live before its time.");
        Assert.Null(end.Intent);
        Assert.Null(end.Lease);
    }
}
