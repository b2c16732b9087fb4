using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class ClientTests : IDisposable
{
    private readonly SimulatedHub _hub = new(1, register: Register);

    public ClientTests() => _hub.Start();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public void A_start_is_refused_while_an_instance_of_that_id_is_in_a_listed_status_and_replaces_it_otherwise()
    {
        StartOrchestrationOptions dedupe = new() { DedupeStatuses = ["pending", "Running", "Suspended"] };
        _hub.Schedule("main", "Wait", "first", dedupe);
        Assert.Throws<OrchestrationAlreadyExistsException>(() => _hub.Schedule("main", "Wait", "second", dedupe));
        Assert.Equal("first", _hub.Get("main")!.ReadInputAs<string>());

        _hub.Schedule("main", "Wait", "third");
        Assert.Equal("third", _hub.Get("main")!.ReadInputAs<string>());
        Send(c => c.RaiseEventAsync("main", "go", "x"));
        Assert.Equal("third x", _hub.Output<string>("main"));

        _hub.Schedule("main", "Wait", "fourth", dedupe);
        Assert.Equal("fourth", _hub.Get("main")!.ReadInputAs<string>());
    }

    [Fact]
    public void A_failed_instance_has_its_error_as_plain_text_and_a_terminated_one_its_output_as_JSON()
    {
        _hub.Schedule("bad", "Bad");
        var failed = _hub.Completion("bad");
        Assert.Equal("no good", failed.SerializedOutput);
        Assert.Throws<JsonException>(() => failed.ReadOutputAs<string>());
        Assert.True(failed.FailureDetails!.IsCausedBy<FormatException>());

        _hub.Schedule("main", "Wait");
        Send(c => c.TerminateInstanceAsync("main", (object)"enough"));
        var ended = _hub.Completion("main");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "\"enough\""), (ended.RuntimeStatus, ended.SerializedOutput));
        Assert.Throws<InvalidOperationException>(() => Send(c => c.RaiseEventAsync("main", "go")));
        Assert.Throws<ArgumentException>(() => Send(c => c.RaiseEventAsync("nobody", "go")));
    }

    [Fact]
    public void Inputs_are_read_only_where_they_were_asked_for()
    {
        _hub.Schedule("main", "Wait", "x");
        var without = _hub.Simulation.Complete(() => _hub.Client.GetInstanceAsync("main"))!;
        Assert.Throws<InvalidOperationException>(() => without.ReadInputAs<string>());
        Assert.Null(_hub.Get("nobody"));
    }

    [Fact]
    public void A_suspended_instance_takes_everything_in_and_acts_on_it_when_it_resumes()
    {
        _hub.Schedule("main", "Wait", "in");
        Send(c => c.SuspendInstanceAsync("main"));
        Send(c => c.RaiseEventAsync("main", "go", "late"));
        _hub.Simulation.RunUntil(() => _hub.Hub.Health.Turns >= 3);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, _hub.Get("main")!.RuntimeStatus);
        Send(c => c.ResumeInstanceAsync("main"));
        Assert.Equal("in late", _hub.Output<string>("main"));
    }

    [Fact]
    public void Terminating_and_purging_recursively_takes_the_children_along()
    {
        _hub.Schedule("main", "Parent");
        _hub.Simulation.Complete(() => _hub.Client.WaitForInstanceStartAsync("child"));
        Send(c => c.TerminateInstanceAsync("main", new TerminateInstanceOptions(Recursive: true)));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, _hub.Completion("child").RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, _hub.Completion("main").RuntimeStatus);

        var purged = _hub.Simulation.Complete(() =>
            _hub.Client.PurgeInstanceAsync("main", new PurgeInstanceOptions(Recursive: true))
        );
        Assert.Equal(2, purged!.PurgedInstanceCount);
        Assert.Null(_hub.Get("child"));
    }

    [Fact]
    public void Instances_are_listed_in_pages_and_purged_by_filter()
    {
        for (var i = 0; i < 7; i++)
        {
            _hub.Schedule($"p{i}", i % 2 == 0 ? "Bad" : "Wait");
        }

        _hub.Completion("p6");
        OrchestrationQuery failed = new(Statuses: [OrchestrationRuntimeStatus.Failed], InstanceIdPrefix: "p", PageSize: 3);
        var pages = _hub.Simulation.Complete(async () =>
        {
            List<string> found = [];
            await foreach (var page in _hub.Client.GetAllInstancesAsync(failed).AsPages())
            {
                found.Add(string.Join(',', page.Values.Select(v => v.InstanceId)));
            }

            return found;
        });
        Assert.Equal("p0,p2,p4", pages![0]);
        Assert.Equal("p6", pages[1]);

        PurgeInstancesFilter filter = new(Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running]);
        Assert.Equal(4, _hub.Simulation.Complete(() => _hub.Client.PurgeAllInstancesAsync(filter))!.PurgedInstanceCount);
        Assert.NotNull(_hub.Get("p1"));
    }

    [Fact]
    public void An_instance_for_later_starts_at_its_time_and_not_before()
    {
        var at = _hub.Simulation.Time.GetUtcNow().AddHours(5);
        _hub.Schedule(
            "main",
            "Clock",
            null,
            new StartOrchestrationOptions(StartAt: at) { Tags = new Dictionary<string, string> { ["k"] = "v" } }
        );
        Assert.Equal(OrchestrationRuntimeStatus.Pending, _hub.Get("main")!.RuntimeStatus);
        Assert.Equal(at.UtcDateTime, _hub.Output<DateTime>("main"));
        Assert.Equal("v", _hub.Get("main")!.Tags["k"]);
    }

    private static void Register(DurableFunctions functions)
    {
        functions.Orchestrator("Wait", async c => $"{c.GetInput<string>()} {await c.WaitForExternalEvent<string>("go")}");
        functions.Orchestrator("Clock", c => Task.FromResult(c.CurrentUtcDateTime));
        functions.Orchestrator<int>("Bad", _ => throw new FormatException("no good"));
        functions.Orchestrator(
            "Parent",
            c => c.CallSubOrchestratorAsync<string>("Wait", null, new SubOrchestrationOptions(instanceId: "child"))
        );
    }

    private void Send(Func<DurableTaskClient, Task> send) => _hub.Simulation.Complete(() => send(_hub.Client));
}
