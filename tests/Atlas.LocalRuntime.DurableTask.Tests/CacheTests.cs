using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class CacheTests
{
    [Fact]
    public async Task Waiting_instances_beyond_the_limit_leave_memory_and_still_wake()
    {
        await using var hub = await TestHub.StartAsync(
            f => f.Orchestrator("Wait", c => c.WaitForExternalEvent<int>("go")),
            new DurableTaskHubOptions { MaxCachedOrchestrations = 10 }
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, 500)
                .Select(i => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions($"w{i}")))
        );
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (hub.Hub.Health is not { Turns: 500, LiveInstances: <= 10 })
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(490, hub.Hub.Health.SleepingInstances);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => hub.Client.RaiseEventAsync($"w{i}", "go", i)));
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(i, (await hub.CompletionAsync($"w{i}")).ReadOutputAs<int>());
        }
    }
}
