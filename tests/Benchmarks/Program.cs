using Atlas.Benchmarks;
using Atlas.Capacity.Scale;

if (args is ["faults" or "kills" or "ambiguity", ..])
{
    if (CampaignOptions.Parse(args) is { } campaign)
    {
        return await Campaign.RunAsync(campaign);
    }

    await Console.Error.WriteLineAsync(CampaignOptions.Usage);
    return 2;
}

if (args is [ScaleCommand.Name])
{
    await ScaleCommand.RunAsync(Console.Out);
    return 0;
}

if (BenchOptions.Parse(args, out var problem) is not { } options)
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(BenchOptions.Usage);
    await Console.Error.WriteLineAsync(CampaignOptions.Usage);
    return 2;
}

var report = new Report();
foreach (var workload in Workloads.Chosen(options))
{
    report.Start(workload);
    var runs = Math.Min(options.Runs, workload.MostRuns);
    for (var run = 1; run <= runs; run++)
    {
        Console.Error.WriteLine($"{workload.Name}: run {run} of {runs} …");
        report.Add(await workload.RunAsync(options));
    }
}

report.Print();
return report.IsClean ? 0 : 1;
