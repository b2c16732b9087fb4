using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>What an orchestrator meets that the signatures don't tell.</summary>
public sealed class OrchestrationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task On_real_threads_an_orchestrator_calls_activities_waits_and_answers(bool replayEveryTurn)
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

    [Theory]
    [InlineData("pool")]
    [InlineData("configure")]
    [InlineData("delay")]
    public async Task An_orchestrator_that_leaves_its_thread_fails_and_is_told_why(string how)
    {
        await using var hub = await TestHub.StartAsync(f =>
            f.Orchestrator(
                "Stray",
                async c =>
                {
                    await (
                        how switch
                        {
                            "pool" => Task.Run(() => c.NewGuid()),
                            "delay" => Task.Delay(1),
                            _ => StrayAsync(c),
                        }
                    );
                    await c.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                    return 1;
                }
            )
        );
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Stray");
        var done = await hub.CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.True(done.FailureDetails!.IsCausedBy<InvalidOperationException>());
        Assert.Contains("left its thread", done.SerializedOutput);
    }

    [Fact]
    public void Input_is_read_without_regard_to_the_case_of_names_and_with_fields()
    {
        using var hub = Hub(f => f.Orchestrator("In", c => Task.FromResult(c.GetInput<WithField>()!.Value)));
        Assert.Equal(7, hub.Run<int>("In", new { vALUE = 7 }));
    }

    [Fact]
    public void Early_events_are_buffered_in_order_and_names_have_no_case()
    {
        using var hub = Hub(f =>
            f.Orchestrator(
                "E",
                async c =>
                {
                    await c.WaitForExternalEvent<string>("go");
                    return $"{await c.WaitForExternalEvent<int>("NUMBER")},{await c.WaitForExternalEvent<int>("Number")}";
                }
            )
        );
        hub.Schedule("main", "E");
        Raise(hub, "number", 1);
        Raise(hub, "number", 2);
        Raise(hub, "GO", "");
        Assert.Equal("1,2", hub.Output<string>("main"));
    }

    [Fact]
    public void The_last_waiter_for_a_name_gets_the_next_event()
    {
        using var hub = Hub(f =>
            f.Orchestrator(
                "E",
                async c =>
                {
                    var first = c.WaitForExternalEvent<int>("n");
                    var second = c.WaitForExternalEvent<int>("n");
                    return $"{await second} before {await first}";
                }
            )
        );
        hub.Schedule("main", "E");
        Raise(hub, "n", 1);
        Raise(hub, "n", 2);
        Assert.Equal("1 before 2", hub.Output<string>("main"));
    }

    [Fact]
    public void A_wait_that_times_out_is_cancelled_and_one_name_has_one_type()
    {
        using var hub = Hub(f =>
            f.Orchestrator(
                "E",
                async c =>
                {
                    await Assert.ThrowsAsync<TaskCanceledException>(() =>
                        c.WaitForExternalEvent<int>("n", TimeSpan.FromHours(1))
                    );
                    _ = c.WaitForExternalEvent<int>("m");
                    await Assert.ThrowsAsync<ArgumentException>(() => c.WaitForExternalEvent<string>("m"));
                    return "ok";
                }
            )
        );
        Assert.Equal("ok", hub.Run<string>("E"));
    }

    [Fact]
    public void A_long_timer_is_split_and_fires_at_its_time()
    {
        using var hub = Hub(f =>
            f.Orchestrator(
                "T",
                async c =>
                {
                    var from = c.CurrentUtcDateTime;
                    await c.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
                    return (c.CurrentUtcDateTime - from).TotalDays;
                }
            )
        );
        Assert.Equal(7, hub.Run<double>("T"));
        Assert.Equal(4, hub.Hub.Health.Turns);
    }

    [Fact]
    public void A_failed_activity_is_retried_with_growing_delays_up_to_the_limit()
    {
        List<DateTimeOffset> tries = [];
        SimulatedHub? hub = null;
        using (
            hub = Hub(f =>
            {
                f.Activity<string, int>(
                    "Bad",
                    new Func<string?, int>(_ =>
                    {
                        tries.Add(hub!.Simulation.Time.GetUtcNow());
                        throw new InvalidDataException("bad");
                    })
                );
                f.Orchestrator(
                    "R",
                    async c =>
                    {
                        RetryPolicy policy = new(5, TimeSpan.FromSeconds(1), 3, TimeSpan.FromSeconds(10));
                        var ex = await Assert.ThrowsAsync<TaskFailedException>(() =>
                            c.CallActivityAsync("Bad", "x", TaskOptions.FromRetryPolicy(policy))
                        );
                        return $"{ex.TaskName} {ex.FailureDetails.ErrorMessage} {ex.FailureDetails.IsCausedBy<SystemException>()} {ex.InnerException is null}";
                    }
                );
            })
        )
        {
            Assert.Equal("Bad bad True True", hub.Run<string>("R"));
        }

        Assert.Equal([1, 3, 9, 10], tries.Zip(tries.Skip(1), (a, b) => (int)(b - a).TotalSeconds));
    }

    [Fact]
    public void A_policy_that_does_not_handle_a_failure_and_a_handler_that_gives_up_end_the_retries()
    {
        var runs = 0;
        using var hub = Hub(f =>
        {
            f.Activity<string, int>(
                "Bad",
                new Func<string?, int>(_ =>
                {
                    runs++;
                    throw new InvalidDataException("bad");
                })
            );
            f.Orchestrator(
                "R",
                async c =>
                {
                    RetryPolicy policy = new(5, TimeSpan.FromSeconds(1))
                    {
                        HandleFailure = d => !d.IsCausedBy<InvalidDataException>(),
                    };
                    await Assert.ThrowsAsync<TaskFailedException>(() =>
                        c.CallActivityAsync("Bad", "x", TaskOptions.FromRetryPolicy(policy))
                    );
                    List<int> attempts = [];
                    AsyncRetryHandler handler = async r =>
                    {
                        attempts.Add(r.LastAttemptNumber);
                        await r.OrchestrationContext.CreateTimer(TimeSpan.FromSeconds(2), CancellationToken.None);
                        return r.LastAttemptNumber < 3;
                    };
                    await Assert.ThrowsAsync<TaskFailedException>(() =>
                        c.CallActivityAsync("Bad", "x", TaskOptions.FromRetryHandler(handler))
                    );
                    var missing = await Assert.ThrowsAsync<TaskFailedException>(() =>
                        c.CallActivityAsync("None", "x", TaskOptions.FromRetryHandler(handler))
                    );
                    return $"{string.Join(',', attempts)} {missing.FailureDetails.ErrorType}";
                }
            );
        });
        Assert.Equal("1,2,3 ActivityTaskNotFound", hub.Run<string>("R"));
        Assert.Equal(4, runs);
    }

    [Fact]
    public void Options_in_place_of_the_input_and_a_status_over_16_KB_are_refused()
    {
        using var hub = Hub(f =>
            f.Orchestrator(
                "O",
                async c =>
                {
                    await Assert.ThrowsAsync<ArgumentException>(() => c.CallActivityAsync<int>("A", (object)new TaskOptions()));
                    c.SetCustomStatus(new string('x', 8 * 1024 - 2));
                    Assert.Throws<ArgumentException>(() => c.SetCustomStatus(new string('x', 8 * 1024)));
                    return c.NewGuid() != c.NewGuid();
                }
            )
        );
        Assert.True(hub.Run<bool>("O"));
        Assert.Equal(8 * 1024 - 2, hub.Get("main")!.ReadCustomStatusAs<string>()!.Length);
    }

    [Fact]
    public void Continuing_as_new_keeps_unprocessed_events_unless_told_otherwise_and_may_change_the_version()
    {
        using var hub = Hub(
            f =>
                f.Orchestrator(
                    "C",
                    async c =>
                    {
                        if (c.GetInput<int>() == 0)
                        {
                            await c.WaitForExternalEvent<int>("go");
                            c.ContinueAsNew(new ContinueAsNewOptions { NewInput = 1, NewVersion = "0.9" });
                            return "";
                        }

                        return $"{c.Version} {await c.WaitForExternalEvent<int>("kept")}";
                    }
                ),
            new DurableTaskHubOptions { DefaultVersion = "1.0" }
        );
        hub.Schedule("main", "C", 0);
        Raise(hub, "kept", 5);
        Raise(hub, "go", 0);
        Assert.Equal("0.9 5", hub.Output<string>("main"));
    }

    private static async Task StrayAsync(TaskOrchestrationContext context)
    {
        await Task.Delay(1).ConfigureAwait(false);
        context.SetCustomStatus("from elsewhere");
    }

    private static SimulatedHub Hub(Action<DurableFunctions> register, DurableTaskHubOptions? options = null)
    {
        SimulatedHub hub = new(1, (options ?? new()) with { ReplayEveryTurn = true }, register: register);
        hub.Start();
        return hub;
    }

    private static void Raise(SimulatedHub hub, string name, object payload) =>
        hub.Simulation.Complete(() => hub.Client.RaiseEventAsync("main", name, payload));

    private sealed class WithField
    {
        public int Value = 0;
    }
}
