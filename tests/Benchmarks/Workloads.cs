namespace Atlas.Benchmarks;

internal static class Workloads
{
    /// <summary>One line each; in the order in which <c>bench all</c> runs them.</summary>
    public static readonly IReadOnlyList<IWorkload> All =
    [
        new BurstWorkload(),
        new SteadyWorkload(),
        new CrashWorkload(),
        new EnqueueWorkload(),
        new ScheduledWorkload(),
        new FairnessWorkload(),
        new IdleWorkload(),
    ];

    public const string Every = "all";

    public static bool IsKnown(string name) => name == Every || All.Any(workload => workload.Name == name);

    public static IEnumerable<IWorkload> Chosen(BenchOptions options) =>
        All.Where(workload => options.Workload is Every || options.Workload == workload.Name);
}
