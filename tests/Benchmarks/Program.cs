using Atlas.Benchmarks;

if (args is ["faults" or "kills" or "ambiguity", ..])
{
    if (CampaignOptions.Parse(args) is { } campaign)
    {
        return await Campaign.RunAsync(campaign);
    }

    await Console.Error.WriteLineAsync(CampaignOptions.Usage);
    return 2;
}

if (BenchOptions.Parse(args, out var problem) is not { } options)
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(BenchOptions.Usage);
    await Console.Error.WriteLineAsync(CampaignOptions.Usage);
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
