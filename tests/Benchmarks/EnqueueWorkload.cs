using System.Diagnostics;

namespace Atlas.Benchmarks;

/// <summary>Posts for tomorrow over HTTP, each acknowledged only when it is on disk.</summary>
internal sealed class EnqueueWorkload : IWorkload
{
    private const int Connections = 32;
    private const int WarmUp = 1_000;

    public string Name => "enqueue";

    public IReadOnlyList<Goal> Goals { get; } = [];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        var posts = options.Posts ?? 20_000;
        await using var rig = await Rig.StartAsync(options);
        await rig.ProvisionAsync();
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1);
        await rig.ScheduleAsync(WarmUp, tomorrow, Connections, "Warm-up");

        var before = await rig.CountersAsync();
        var cpu = ProcessStats.CpuSeconds(rig.App.Pid);
        var load = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await rig.ScheduleAsync(posts, tomorrow, Connections);
        watch.Stop();
        load = Environment.CpuUsage.TotalTime - load;
        cpu = ProcessStats.CpuSeconds(rig.App.Pid) - cpu;
        var after = await rig.CountersAsync();

        var kept = (await Ledger.ReadAsync(rig)).Count(publication => publication.State == "Scheduled");
        return new RunFigures
        {
            ["enqueuedPerSecond"] = posts / watch.Elapsed.TotalSeconds,
            ["enqueueCpuSecondsPer1000"] = cpu / posts * 1000,
            ["loadCpuSecondsPer1000"] = load.TotalSeconds / posts * 1000,
            ["enqueueCommitsPerPost"] = (double)(after.Commits - before.Commits) / posts,
            ["lost"] = WarmUp + posts - kept,
        };
    }
}
