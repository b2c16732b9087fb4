using System.Globalization;
using Atlas.Testing;

namespace Atlas.Benchmarks;

/// <summary>Image posts due one after the other for a minute, their containers made ahead as in normal operation.</summary>
internal sealed class SteadyWorkload : IWorkload
{
    private const int PerSecond = 50;
    private const int WarmUpPosts = 600;

    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(1) / PerSecond;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public string Name => "steady";

    public IReadOnlyList<Goal> Goals { get; } = [Goal.AtMost("steadyP50LatenessMs", 30), Goal.AtMost("steadyPeakMemoryMb", 250)];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        var posts = options.Posts ?? 3_000;
        await using var rig = await Rig.StartAsync(
            options,
            settings => settings["Platforms__Instagram__ReadPermalinkAfterPublish"] = options.Permalinks ? "true" : "false"
        );
        await rig.ProvisionAsync();
        await PublishAsync(rig, WarmUpPosts, "Warm-up");

        // Each is prepared as soon as it is scheduled: it is due within the quarter of an hour.
        var first = DateTimeOffset.UtcNow.AddSeconds(10 + posts / 150.0);
        await rig.ScheduleAsync(posts, i => first + i * s_apart);
        await rig.AllBecomeAsync("Ready", posts, s_limit);
        if (DateTimeOffset.UtcNow > first)
        {
            throw new InvalidOperationException("The first post was due before all were prepared.");
        }

        var seen = (await rig.Sandbox.Client.EffectsAsync()).Summary.LastSeq;
        await Eventually.BeAsync(() => DateTimeOffset.UtcNow >= first, TimeSpan.FromMinutes(2));
        var cpu = ProcessStats.CpuSeconds(rig.App.Pid);
        var length = posts * s_apart;
        await Task.Delay(length);
        cpu = ProcessStats.CpuSeconds(rig.App.Pid) - cpu;
        await rig.AllBecomeAsync("Published", posts + WarmUpPosts, s_limit);

        var effects = (await rig.Sandbox.Client.EffectsAsync()).Effects;
        var verdict = Verdict.Of(effects, await Ledger.ReadAsync(rig), posts + WarmUpPosts);
        var lateness = effects
            .Where(effect => effect.IsPost && effect.Seq > seen)
            .Select(effect => (effect.At - (first + NumberOf(effect.Caption!) * s_apart)).TotalMilliseconds)
            .Order()
            .ToArray();
        return new RunFigures
        {
            ["steadyP50LatenessMs"] = Percentiles.Of(lateness, 0.50),
            ["steadyP99LatenessMs"] = Percentiles.Of(lateness, 0.99),
            ["steadyMaxLatenessMs"] = lateness[^1],
            ["steadyEarliestMs"] = lateness[0],
            ["steadyCpuPercent"] = cpu / length.TotalSeconds * 100,
            ["steadyPeakMemoryMb"] = ProcessStats.PeakMemoryMb(rig.App.Pid),
            ["doubled"] = verdict.Doubled,
            ["lost"] = verdict.Lost,
        };
    }

    private static async Task PublishAsync(Rig rig, int posts, string caption)
    {
        await rig.ScheduleAsync(posts, DateTimeOffset.UtcNow.AddSeconds(2), caption: caption);
        await rig.AllBecomeAsync("Published", posts, s_limit);
    }

    private static int NumberOf(string caption) =>
        int.Parse(caption.AsSpan(caption.LastIndexOf(' ') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
}
