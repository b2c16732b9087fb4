using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Atlas.Benchmarks;

/// <summary>Fault runs in parallel processes, their boundaries summed up in one table.</summary>
internal sealed class Campaign(CampaignOptions options)
{
    private static readonly string s_program = Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "Atlas.Simulation",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)),
        "Atlas.Simulation.dll"
    );

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ConcurrentBag<JsonElement> _batches = [];
    private readonly ConcurrentBag<string> _broken = [];

    public static async Task<int> RunAsync(CampaignOptions options)
    {
        if (options is { Workload: "kills" })
        {
            return await PassAsync("kills", options.Rounds.ToString(CultureInfo.InvariantCulture), options.Storage);
        }

        if (options is { Workload: "ambiguity" })
        {
            return await PassAsync("ambiguity", options.Posts.ToString(CultureInfo.InvariantCulture));
        }

        return options is { Seed: { } seed }
            ? await PassAsync("trace", options.Families[0], seed.ToString(CultureInfo.InvariantCulture))
            : await new Campaign(options).RunAsync();
    }

    /// <summary>One process of the simulation whose output is ours.</summary>
    private static async Task<int> PassAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments, read: false);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(IEnumerable<string> arguments, bool read)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = read, UseShellExecute = false };
        start.ArgumentList.Add(s_program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task<int> RunAsync()
    {
        // A process takes seconds to become fast, and only between two is looked at the clock.
        var most = options.AtMost == TimeSpan.MaxValue ? 5000 : 500;
        var chunk = Math.Clamp(options.Seeds * options.Families.Count / (2 * Environment.ProcessorCount), 1, most);
        var work = new ConcurrentQueue<(string Family, int First, int Count)>(
            from first in Enumerable.Range(0, (options.Seeds + chunk - 1) / chunk).Select(i => i * chunk)
            from family in options.Families
            select (family, options.First + first, Math.Min(chunk, options.Seeds - first))
        );
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => WorkAsync(work)));
        return new CampaignReport([.. _batches], [.. _broken], _watch.Elapsed).Print();
    }

    private async Task WorkAsync(ConcurrentQueue<(string Family, int First, int Count)> work)
    {
        while (_watch.Elapsed < options.AtMost && work.TryDequeue(out var next))
        {
            string[] arguments =
            [
                "run",
                next.Family,
                next.First.ToString(CultureInfo.InvariantCulture),
                next.Count.ToString(CultureInfo.InvariantCulture),
            ];
            using var process = Start(arguments, read: true);
            var answer = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode is 0 or 1 && answer.StartsWith('{'))
            {
                _batches.Add(JsonSerializer.Deserialize<JsonElement>(answer));
            }
            else
            {
                _broken.Add($"{string.Join(' ', arguments)} ended with {process.ExitCode}.");
            }

            await Console.Error.WriteLineAsync(
                $"{next.Family}: {next.First} to {next.First + next.Count - 1} after {_watch.Elapsed:m\\:ss}"
            );
        }
    }
}
