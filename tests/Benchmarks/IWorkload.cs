namespace Atlas.Benchmarks;

internal interface IWorkload
{
    string Name { get; }

    Task<RunFigures> RunAsync(BenchOptions options);
}

internal static class Workloads
{
    public static IEnumerable<IWorkload> Chosen(BenchOptions options)
    {
        IWorkload[] all =
        [
            new BurstWorkload(),
            new CrashWorkload(),
            new EnqueueWorkload(),
            new IdleWorkload(),
            new FairnessWorkload(),
        ];
        return all.Where(workload =>
            options.Workload == workload.Name || options.Workload is "all" && workload is not FairnessWorkload
        );
    }
}
