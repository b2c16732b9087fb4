using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>Whatever happens to the process, an orchestration answers what it answers undisturbed.</summary>
public sealed class RandomProgramTests
{
    private const int Programs = 40;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, Programs)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_program_answers_the_same_when_every_turn_replays_its_history(int seed)
    {
        Assert.Equal(Undisturbed(seed), Answer(seed, new DurableTaskHubOptions { ReplayEveryTurn = true }));
        Assert.Equal(Undisturbed(seed), Answer(seed, new DurableTaskHubOptions { MaxCachedOrchestrations = 0 }));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_program_answers_the_same_in_hostile_mode(int seed)
    {
        HostileOptions hostile = new()
        {
            Seed = seed,
            DuplicateActivity = 0.5,
            DelayEvent = 0.5,
            RepeatEvent = 0.3,
            LoseTimer = 0.3,
        };
        Assert.Equal(Undisturbed(seed), Answer(seed, new DurableTaskHubOptions { HostileMode = hostile }));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    [InlineData(34)]
    public void A_program_answers_the_same_when_the_process_dies_at_any_commit(int seed)
    {
        var expected = Undisturbed(seed);
        var crashes = 0;
        for (var at = 1; CrashAt(seed, at, beforeCommit: at % 2 == 0) is { } answer; at++)
        {
            Assert.Equal(expected, answer);
            crashes++;
        }

        Assert.InRange(crashes, 3, 1000);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_program_answers_the_same_when_commits_fail_or_lie(int seed)
    {
        Random random = new(seed);
        CommitSeam seam = new()
        {
            Before = n => FailIf(n > 3 && random.Next(4) == 0),
            After = n => FailIf(n > 3 && random.Next(4) == 0),
        };
        using SimulatedHub hub = new(seed, new DurableTaskHubOptions { CommitSeam = seam }, onFile: true);
        hub.Start();
        hub.Schedule("main", "Program", Input(seed));
        Assert.Equal(Undisturbed(seed), hub.Output<string>("main"));
    }

    private static void FailIf(bool fails)
    {
        if (fails)
        {
            CommitSeam.Fail();
        }
    }

    private static ProgramInput Input(int seed) => new(seed, Depth: 2, Generations: seed % 3, "");

    private static string? Undisturbed(int seed) => Answer(seed, new DurableTaskHubOptions());

    private static string? Answer(int seed, DurableTaskHubOptions options)
    {
        using SimulatedHub hub = new(seed * 31 + 7, options);
        hub.Start();
        return hub.Run<string>("Program", Input(seed));
    }

    /// <summary>Null where the program ends before that commit.</summary>
    private static string? CrashAt(int seed, int commit, bool beforeCommit)
    {
        SimulatedHub? hub = null;
        CommitSeam seam = new();
        void Crash(int n)
        {
            if (n == commit + 1) // the first commit is the hub's own start
            {
                hub!.Simulation.Cut();
                if (beforeCommit)
                {
                    CommitSeam.Fail();
                }
            }
        }

        if (beforeCommit)
        {
            seam.Before = Crash;
        }
        else
        {
            seam.After = Crash;
        }

        using (hub = new SimulatedHub(seed, new DurableTaskHubOptions { CommitSeam = seam }, onFile: true))
        {
            hub.Start();
            hub.Schedule("main", "Program", Input(seed));
            hub.Simulation.RunUntil(() => Finished(seam, hub));
            if (!hub.Simulation.IsCut)
            {
                return null;
            }

            hub.Options = hub.Options with { CommitSeam = null, ReplayEveryTurn = true };
            hub.Reopen(seed + 1);
            return hub.Output<string>("main");
        }
    }

    private static bool Finished(CommitSeam seam, SimulatedHub hub) =>
        seam.Commits > 2 && hub.Hub.Health is { LiveInstances: 0, SleepingInstances: 0 };
}
