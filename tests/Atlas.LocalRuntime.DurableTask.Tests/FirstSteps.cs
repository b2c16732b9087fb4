using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class FirstSteps
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestrator_calls_activities_waits_and_answers(bool replayEveryTurn)
    {
        await using var hub = await TestHub.StartAsync(
            f =>
            {
                f.Activity<string, string>("Greet", name => $"Hello {name}");
                f.Orchestrator(
                    "Main",
                    async c =>
                    {
                        var a = await c.CallActivityAsync<string>("Greet", "A");
                        await c.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                        var b = await c.CallActivityAsync<string>("greet", c.GetInput<string>());
                        await c.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                        var both = await Task.WhenAll(
                            c.CallActivityAsync<string>("Greet", a),
                            c.CallActivityAsync<string>("Greet", b)
                        );
                        return string.Join('|', both);
                    }
                );
            },
            new DurableTaskHubOptions { ReplayEveryTurn = replayEveryTurn }
        );

        Assert.Equal("Hello Hello A|Hello Hello B", await hub.RunAsync<string>("Main", "B"));
        Assert.Equal(0, hub.Hub.Health.LiveInstances);
    }
}
