namespace Atlas.Benchmarks;

internal interface IWorkload
{
    string Name { get; }

    /// <summary>For the figures that have one, when the workload runs as it is: options change what is measured.</summary>
    IReadOnlyList<Goal> Goals { get; }

    /// <summary>Of a long workload one run tells enough.</summary>
    int MostRuns => int.MaxValue;

    Task<RunFigures> RunAsync(BenchOptions options);
}
