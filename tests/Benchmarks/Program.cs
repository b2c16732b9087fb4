using Atlas.Benchmarks;

if (BenchOptions.Parse(args, out var problem) is not { } options)
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(BenchOptions.Usage);
    return 2;
}

var report = new Report(options.Runs);
foreach (var workload in Workloads.Chosen(options))
{
    report.Start(workload.Name);
    for (var run = 1; run <= options.Runs; run++)
    {
        Console.Error.WriteLine($"{workload.Name}: run {run} of {options.Runs} …");
        report.Add(await workload.RunAsync(options));
    }
}

report.Print();
return report.IsClean ? 0 : 1;
