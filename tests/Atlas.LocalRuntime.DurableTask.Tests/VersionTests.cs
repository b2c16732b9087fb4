using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class VersionTests
{
    [Theory]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("", "1.0", -1)]
    [InlineData("beta", "BETA", 0)]
    [InlineData("b", "a", 1)]
    public void Versions_compare_as_numbers_where_they_are_numbers(string left, string right, int expected) =>
        Assert.Equal(expected, Math.Sign(OrchestrationVersions.Compare(left, right)));

    [Theory]
    [InlineData(VersionMatchStrategy.None, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "0.9", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", false)]
    [InlineData(VersionMatchStrategy.Strict, "0.9", false)]
    [InlineData(VersionMatchStrategy.Strict, "1.0", true)]
    public void An_instance_of_another_version_fails_where_the_strategy_says_so(
        VersionMatchStrategy match,
        string version,
        bool runs
    )
    {
        using var hub = Hub(match, VersionFailureStrategy.Fail, onFile: false);
        hub.Schedule("main", "V", null, new StartOrchestrationOptions { Version = version });
        var done = hub.Completion("main");
        Assert.Equal(runs ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal(runs ? $"{version}/1.0" : null, runs ? done.ReadOutputAs<string>() : null);
        Assert.Equal(runs ? null : "VersionMismatch", done.FailureDetails?.ErrorType);
    }

    [Fact]
    public void A_rejected_instance_waits_for_a_program_that_runs_its_version()
    {
        using var hub = Hub(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject, onFile: true);
        hub.Schedule("main", "V", null, new StartOrchestrationOptions { Version = "2.0" });
        hub.Simulation.RunUntil(() => hub.Hub.Health.QueuedOrchestrations == 0);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, hub.Get("main")!.RuntimeStatus);

        hub.Simulation.Cut();
        hub.Options = hub.Options with { DefaultVersion = "2.0" };
        hub.Reopen(2);
        Assert.Equal("2.0/2.0", hub.Output<string>("main"));
    }

    /// <summary>A deployment in the middle of it: begun by the old program, carried on by the new one, which begins others its own way.</summary>
    [Fact]
    public void A_running_instance_ends_the_way_it_began_while_new_ones_go_the_new_way()
    {
        using SimulatedHub hub = new(
            1,
            new DurableTaskHubOptions { DefaultVersion = "1.0" },
            onFile: true,
            f => Release(f, "1.0")
        );
        hub.Start();
        hub.Schedule("begun before", "Post");
        hub.Simulation.RunUntil(() => hub.Hub.Health.Turns == 2);
        hub.Simulation.Cut();

        hub.Register = f => Release(f, "2.0");
        hub.Options = hub.Options with { DefaultVersion = "2.0" };
        hub.Reopen(2);
        hub.Schedule("begun after", "Post");
        hub.Simulation.Complete(() => hub.Client.RaiseEventAsync("begun before", "go"));
        hub.Simulation.Complete(() => hub.Client.RaiseEventAsync("begun after", "go"));

        Assert.Equal("old, then old end", hub.Output<string>("begun before"));
        Assert.Equal("new, then new end", hub.Output<string>("begun after"));
    }

    /// <summary>The second release changes what is called and in which order, and keeps the old way for what began with it.</summary>
    private static void Release(DurableFunctions functions, string release)
    {
        functions.Activity<int, string>("Old", _ => "old");
        functions.Activity<int, string>("New", _ => "new");
        functions.Orchestrator(
            "Post",
            async c =>
            {
                if (release == "1.0" || OrchestrationVersions.Compare(c.Version, "2.0") < 0)
                {
                    var first = await c.CallActivityAsync<string>("Old", 1);
                    await c.WaitForExternalEvent<string>("go");
                    return $"{first}, then {await c.CallActivityAsync<string>("Old", 2)} end";
                }

                await c.WaitForExternalEvent<string>("go");
                return $"{await c.CallActivityAsync<string>("New", 1)}, then {await c.CallActivityAsync<string>("New", 2)} end";
            }
        );
    }

    [Fact]
    public void Code_that_disagrees_with_its_history_fails_and_the_step_is_named()
    {
        using SimulatedHub hub = new(1, onFile: true, register: f => Register(f, "First"));
        hub.Start();
        hub.Schedule("main", "Changing");
        hub.Simulation.RunUntil(() => hub.Hub.Health.Turns == 2);
        hub.Simulation.Cut();

        hub.Register = f => Register(f, "Second");
        hub.Reopen(2);
        hub.Simulation.Complete(() => hub.Client.RaiseEventAsync("main", "go"));
        var failed = hub.Completion("main");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.EndsWith("NonDeterministicOrchestrationException", failed.FailureDetails!.ErrorType);
        Assert.Contains("step 0 in turn 0", failed.SerializedOutput);
        Assert.Contains("expected activity 'First' (#0), found activity 'Second' (#0)", failed.SerializedOutput);
    }

    private static void Register(DurableFunctions functions, string activity)
    {
        functions.Activity<int, int>(activity, i => i);
        functions.Orchestrator(
            "Changing",
            async c =>
            {
                await c.CallActivityAsync<int>(activity, 1);
                return await c.WaitForExternalEvent<string>("go");
            }
        );
    }

    private static SimulatedHub Hub(VersionMatchStrategy match, VersionFailureStrategy failure, bool onFile)
    {
        DurableTaskHubOptions options = new()
        {
            DefaultVersion = "1.0",
            VersionMatchStrategy = match,
            VersionFailureStrategy = failure,
        };
        SimulatedHub hub = new(
            1,
            options,
            onFile,
            f =>
            {
                f.AddActivity("Version", call => Task.FromResult<object?>(call.Context.Version));
                f.Orchestrator("Child", c => Task.FromResult(c.Version));
                f.Orchestrator(
                    "V",
                    async c =>
                        $"{await c.CallActivityAsync<string>("Version")}/{await c.CallSubOrchestratorAsync<string>("Child")}"
                );
            }
        );
        hub.Start();
        return hub;
    }
}
