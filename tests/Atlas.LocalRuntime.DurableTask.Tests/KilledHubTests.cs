using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>On real threads: the hub is cut off in mid-work and opened again.</summary>
public sealed class KilledHubTests
{
    [Fact]
    public async Task A_killed_hub_loses_no_start_that_it_acknowledged_and_repeats_no_activity_whose_result_it_kept()
    {
        ConcurrentDictionary<int, int> runs = new();
        await using var hub = await TestHub.StartAsync(
            f =>
            {
                f.Activity<int, int>("Count", i => runs.AddOrUpdate(i, 1, (_, n) => n + 1) > 0 ? i : -1);
                f.Orchestrator(
                    "Work",
                    async c =>
                    {
                        var i = c.GetInput<int>();
                        var sum = await c.CallActivityAsync<int>("Count", i * 10);
                        sum += await c.CallActivityAsync<int>("Count", i * 10 + 1);
                        await c.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                        return sum + await c.CallActivityAsync<int>("Count", i * 10 + 2);
                    }
                );
            },
            new DurableTaskHubOptions { MaxConcurrentActivities = 4 }
        );
        var starting = Enumerable
            .Range(0, 300)
            .Select(i => hub.Client.ScheduleNewOrchestrationInstanceAsync("Work", i, new StartOrchestrationOptions($"w{i}")))
            .ToList();
        await starting[100];
        while (runs.Count < 50)
        {
            await Task.Yield();
        }

        hub.Kill();
        List<int> acknowledged = [.. Enumerable.Range(0, 300).Where(i => starting[i].IsCompletedSuccessfully)];
        var ranBefore = runs.Count;
        await hub.ReopenAsync();

        foreach (var i in acknowledged)
        {
            Assert.Equal(i * 30 + 3, (await hub.CompletionAsync($"w{i}")).ReadOutputAs<int>());
        }

        Assert.True(acknowledged.Count > 0 && ranBefore is >= 50 and < 900);
        // What ran without its result being committed runs again: at most what was under way.
        Assert.All(runs, r => Assert.InRange(r.Value, 1, 2));
    }

    [Fact]
    public async Task A_stopped_hub_goes_on_where_it_was()
    {
        await using var hub = await TestHub.StartAsync(f =>
            f.Orchestrator("Wait", async c => await c.WaitForExternalEvent<int>("go") + c.GetInput<int>())
        );
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", 1, new StartOrchestrationOptions("w"));
        await hub.Client.WaitForInstanceStartAsync("w");
        await hub.Hub.StopAsync(CancellationToken.None);
        await hub.StopAndReopenAsync();
        await hub.Client.RaiseEventAsync("w", "go", 41);
        Assert.Equal(42, (await hub.CompletionAsync("w")).ReadOutputAs<int>());
    }
}
