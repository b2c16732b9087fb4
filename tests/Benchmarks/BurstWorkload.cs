using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.Benchmarks;

/// <summary>Image posts, all due at one instant: container, poll, publish and record for each happen after it.</summary>
internal sealed class BurstWorkload : IWorkload
{
    private const int WarmUpPosts = 600;
    private const string WarmUp = "Warm-up";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public string Name => "burst";

    public IReadOnlyList<Goal> Goals { get; } =
    [
        Goal.AtLeast("publishedPerSecond", 1_200),
        Goal.AtMost("p99LatenessMs", 1_700),
        Goal.AtMost("appCpuSecondsPer1000", 0.8),
        Goal.AtMost("peakMemoryMb", 250),
    ];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        var posts = options.Posts ?? 2_000;
        await using var rig = await Rig.StartAsync(options, settings => Configure(settings, options));
        await rig.ProvisionAsync();
        if (options.LostAnswers > 0)
        {
            await rig.Sandbox.Client.AddFaultsAsync(
                new Fault(FaultKind.Cut, "instagram.publish") { Phase = FaultPhase.After, Probability = options.LostAnswers }
            );
        }

        await WarmUpAsync(rig);
        var before = await rig.CountersAsync();
        var due = DateTimeOffset.UtcNow.AddSeconds((options.Prepared ? 15 : 6) + posts / 500.0);
        await rig.ScheduleAsync(posts, due);
        if (DateTimeOffset.UtcNow > due)
        {
            throw new InvalidOperationException("The posts were due before all of them were scheduled.");
        }

        var scheduled = await rig.CountersAsync();
        await Eventually.BeAsync(() => DateTimeOffset.UtcNow >= due, TimeSpan.FromMinutes(1));
        var cpu = ProcessStats.CpuSeconds(rig.App.Pid);
        var sandboxCpu = ProcessStats.CpuSeconds(rig.Sandbox.Pid);
        await WaitForEffectsAsync(rig, posts + WarmUpPosts);
        // Recording the last ones comes after their effect.
        await Eventually.BeAsync(async () => (await rig.CountersAsync()).Published - before.Published >= posts, s_limit);
        cpu = ProcessStats.CpuSeconds(rig.App.Pid) - cpu;
        sandboxCpu = ProcessStats.CpuSeconds(rig.Sandbox.Pid) - sandboxCpu;
        var after = await rig.CountersAsync();
        var peak = ProcessStats.PeakMemoryMb(rig.App.Pid);

        var effects = (await rig.Sandbox.Client.EffectsAsync()).Effects;
        var ledger = await Ledger.ReadAsync(rig);
        var verdict = Verdict.Of(effects, ledger, posts + WarmUpPosts);
        var lateness = effects
            .Where(effect =>
                effect is { IsPost: true, Caption: { } caption } && !caption.StartsWith(WarmUp, StringComparison.Ordinal)
            )
            .Select(effect => (effect.At - due).TotalMilliseconds)
            .Order()
            .ToArray();
        return new RunFigures
        {
            ["publishedPerSecond"] = posts / (lateness[^1] / 1000),
            ["p50LatenessMs"] = Percentiles.Of(lateness, 0.50),
            ["p99LatenessMs"] = Percentiles.Of(lateness, 0.99),
            ["appCpuSecondsPer1000"] = cpu / posts * 1000,
            ["sandboxCpuSecondsPer1000"] = sandboxCpu / posts * 1000,
            ["peakMemoryMb"] = peak,
            ["activitiesPerPost"] = (double)(after.Activities - before.Activities) / posts,
            ["rowWritesPerPost"] = (double)(after.RowWrites - scheduled.RowWrites) / posts,
            ["scheduleRowWritesPerPost"] = (double)(scheduled.RowWrites - before.RowWrites) / posts,
            ["commitsPerPost"] = (double)(after.Commits - scheduled.Commits) / posts,
            ["doubled"] = verdict.Doubled,
            ["lost"] = verdict.Lost,
        };
    }

    private static void Configure(Dictionary<string, string> settings, BenchOptions options)
    {
        if (!options.Prepared)
        {
            settings["Publishing__PrepareAhead"] = "00:00:00";
        }

        // Container, poll, publish, record: the link to the post is a fourth call that others' figures don't have.
        settings["Platforms__Instagram__ReadPermalinkAfterPublish"] = options.Permalinks ? "true" : "false";
    }

    /// <summary>A server that has run for a minute, not one whose code is still being compiled.</summary>
    private static async Task WarmUpAsync(Rig rig)
    {
        var before = await rig.CountersAsync();
        await rig.ScheduleAsync(WarmUpPosts, DateTimeOffset.UtcNow.AddSeconds(2), caption: WarmUp);
        await Eventually.BeAsync(async () => (await rig.CountersAsync()).Published - before.Published >= WarmUpPosts, s_limit);
    }

    private static async Task WaitForEffectsAsync(Rig rig, int posts)
    {
        var seen = 0;
        var since = 0L;
        await Eventually.BeAsync(
            async () =>
            {
                // The log is read on, not again: the judge must not be what the sandbox is busy with.
                await Task.Delay(100);
                var page = await rig.Sandbox.Client.EffectsAsync(since);
                seen += page.Effects.Count(effect => effect.IsPost);
                since = Math.Max(since, page.Summary.LastSeq);
                return seen >= posts;
            },
            s_limit
        );
    }
}
