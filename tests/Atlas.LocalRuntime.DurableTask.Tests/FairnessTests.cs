using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class FairnessTests
{
    private const int Places = 8;
    private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_slowWork = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset s_due = new(2026, 3, 1, 12, 5, 0, TimeSpan.Zero);

    private readonly Dictionary<string, DateTimeOffset> _begun = [];
    private DateTimeOffset _crowdEnd;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_crowd_of_one_owner_that_is_due_at_once_keeps_nobody_else_waiting(int seed)
    {
        var single = Run(seed, s_work, FirstLetter);

        Assert.InRange(single - s_due.AddSeconds(0.2), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        Assert.True(_crowdEnd > s_due.AddSeconds(0.4), "The crowd was gone before anybody could have waited for it.");
    }

    [Fact]
    public void Without_owners_the_crowd_goes_first()
    {
        var single = Run(1, s_work, shareOf: null);

        Assert.True(single > s_due.AddSeconds(0.4), $"It began {single - s_due} behind the crowd's time.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Slow_work_of_one_owner_leaves_a_place_for_others(int seed)
    {
        var single = Run(seed, s_slowWork, FirstLetter, crowd: 40);

        Assert.InRange(single - s_due.AddSeconds(0.2), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void After_a_kill_owners_are_told_apart_as_before()
    {
        using var hub = Hub(1, s_work, FirstLetter);
        Schedule(hub, 300);

        hub.Simulation.Cut();
        hub.Reopen(2);
        hub.Completion("b");
        var single = _begun["b"];
        FinishCrowd(hub, 300);

        Assert.InRange(single - s_due.AddSeconds(0.2), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Lanes_take_turns_and_each_keeps_its_order()
    {
        var queue = new FairQueue<string>();
        foreach (var item in (string[])["a1", "a2", "a3", "b1", "c1", "c2"])
        {
            queue.Add(item[..1], item);
        }

        List<string> taken = [];
        while (queue.TryTake(out var item, out _))
        {
            taken.Add(item);
        }

        Assert.Equal(["a1", "b1", "c1", "a2", "c2", "a3"], taken);
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_no_place_is_lost_and_nobody_starves(int seed)
    {
        var random = new Random(seed);
        var queue = new FairQueue<int>(8);
        var (added, taken) = (0, 0);
        List<string> running = [];
        for (var i = 0; i < 20_000; i++)
        {
            if (added < 5_000 && random.Next(2) == 0)
            {
                queue.Add($"{random.Next(random.Next(1, 6))}", added++);
            }
            else if (queue.TryTake(out _, out var share))
            {
                Assert.False(running.Count >= 8, "More runs than there are places.");
                taken++;
                running.Add(share);
            }
            else if (running.Count > 0)
            {
                Assert.False(queue.CanTake);
                var ended = running[random.Next(running.Count)];
                running.Remove(ended);
                queue.Release(ended);
            }
        }

        Assert.Equal((5_000, 5_000, 0), (added, taken, queue.Count));
    }

    /// <summary>Of the JSON text that the input is.</summary>
    private static string FirstLetter(string input) => input[1..2];

    private DateTimeOffset Run(int seed, TimeSpan work, Func<string, string?>? shareOf, int crowd = 400)
    {
        using var hub = Hub(seed, work, shareOf);
        Schedule(hub, crowd);
        hub.Completion("b");
        FinishCrowd(hub, crowd);
        return _begun["b"];
    }

    private SimulatedHub Hub(int seed, TimeSpan work, Func<string, string?>? shareOf)
    {
        SimulatedHub? hub = null;
        hub = new SimulatedHub(
            seed,
            new DurableTaskHubOptions { MaxConcurrentActivities = Places, ShareOf = shareOf },
            onFile: true,
            register: functions =>
            {
                functions.Orchestrator("Post", context => context.CallActivityAsync<int>("Send", context.GetInput<string>()));
                functions.Activity<string, int>(
                    "Send",
                    async post =>
                    {
                        var time = hub!.Simulation.Time;
                        _begun[post!] = time.GetUtcNow();
                        await Task.Delay(work, time);
                        return 1;
                    }
                );
            }
        );
        hub.Start();
        return hub;
    }

    private static void Schedule(SimulatedHub hub, int crowd)
    {
        for (var i = 0; i < crowd; i++)
        {
            hub.Schedule($"a{i}", "Post", $"a{i}", new StartOrchestrationOptions { StartAt = s_due });
        }

        hub.Schedule("b", "Post", "b", new StartOrchestrationOptions { StartAt = s_due.AddSeconds(0.2) });
    }

    private void FinishCrowd(SimulatedHub hub, int crowd)
    {
        for (var i = 0; i < crowd; i++)
        {
            hub.Completion($"a{i}");
        }

        _crowdEnd = hub.Simulation.Time.GetUtcNow();
    }
}
