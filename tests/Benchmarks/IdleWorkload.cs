namespace Atlas.Benchmarks;

/// <summary>How soon it answers, and what it costs to have it running.</summary>
internal sealed class IdleWorkload : IWorkload
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(30);

    public string Name => "idle";

    public IReadOnlyList<Goal> Goals { get; } = [Goal.AtMost("startToFirstAnswerMs", 1_500), Goal.AtMost("idleMb", 120)];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        await using var rig = await Rig.StartAsync(options);
        var fresh = rig.App.StartTime;
        await rig.App.RestartAsync();

        await Task.Delay(s_settle);
        var cpu = ProcessStats.CpuSeconds(rig.App.Pid);
        var memory = ProcessStats.MemoryMb(rig.App.Pid);
        await Task.Delay(s_settle);
        return new RunFigures
        {
            ["startToFirstAnswerMs"] = rig.App.StartTime.TotalMilliseconds,
            ["firstStartMs"] = fresh.TotalMilliseconds,
            ["idleMb"] = Math.Max(memory, ProcessStats.MemoryMb(rig.App.Pid)),
            ["idleCpuPercent"] = (ProcessStats.CpuSeconds(rig.App.Pid) - cpu) / s_settle.TotalSeconds * 100,
        };
    }
}
