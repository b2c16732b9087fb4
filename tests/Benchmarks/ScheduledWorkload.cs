using System.Diagnostics;
using System.Net;
using Atlas.Capacity.Load;
using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.Benchmarks;

/// <summary>A year's plan on disk: how soon the app is back, how fast it answers, what it holds in memory.</summary>
internal sealed class ScheduledWorkload : IWorkload
{
    private const int WarmUpRounds = 60;
    private const int Rounds = 600;
    private const int Days = 365;

    /// <summary>Light: a person or two, not a load.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public string Name => "scheduled";

    public int MostRuns => 1;

    public IReadOnlyList<Goal> Goals { get; } =
    [
        Goal.AtMost("scheduledStartMs", 5_000),
        Goal.AtMost("scheduledListP99Ms", 50),
        Goal.AtMost("scheduledGetP99Ms", 50),
        Goal.AtMost("scheduledCreateP99Ms", 50),
        Goal.AtMost("scheduledPeakMemoryMb", 400),
    ];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        var posts = options.Posts ?? 1_000_000;
        await using var rig = await Rig.StartAsync(options);
        await rig.ProvisionAsync();
        await rig.App.StopAsync();
        var watch = Stopwatch.StartNew();
        var load = new BulkLoad(Path.Combine(rig.App.DataDirectory, "rows.db"), rig.Sandbox.Url);
        var first = DateTimeOffset.UtcNow.AddDays(1);
        await load.RunAsync([.. rig.Workspaces.Select(LoadOf)], posts, first, TimeSpan.FromDays(Days));
        watch.Stop();

        await rig.App.StartAsync();
        var started = rig.App.StartTime;
        // What it does by itself after a start is over: the sweep and the first timers.
        await Task.Delay(TimeSpan.FromSeconds(5));
        var memory = ProcessStats.MemoryMb(rig.App.Pid);
        await AskAsync(rig, WarmUpRounds, first);
        var asked = await AskAsync(rig, Rounds, first);
        return new RunFigures
        {
            ["scheduledOnDisk"] = posts,
            ["scheduledDataMb"] = new FileInfo(Path.Combine(rig.App.DataDirectory, "rows.db")).Length / 1048576.0,
            ["scheduledLoadSeconds"] = watch.Elapsed.TotalSeconds,
            ["scheduledStartMs"] = started.TotalMilliseconds,
            ["scheduledListP50Ms"] = Percentiles.Of(asked.Lists, 0.50),
            ["scheduledListP99Ms"] = Percentiles.Of(asked.Lists, 0.99),
            ["scheduledGetP99Ms"] = Percentiles.Of(asked.Gets, 0.99),
            ["scheduledCreateP50Ms"] = Percentiles.Of(asked.Creates, 0.50),
            ["scheduledCreateP99Ms"] = Percentiles.Of(asked.Creates, 0.99),
            ["scheduledIdleMb"] = memory,
            ["scheduledPeakMemoryMb"] = ProcessStats.PeakMemoryMb(rig.App.Pid),
            ["lost"] = Math.Max(0, posts - await CountAsync(rig, posts)),
        };
    }

    private static LoadWorkspace LoadOf(RigWorkspace workspace) => new(workspace.Id, workspace.MediaId, workspace.Channels);

    /// <summary>A page of the calendar somewhere in the year, one of its publications, and a new post, over and over.</summary>
    private static async Task<(double[] Lists, double[] Gets, double[] Creates)> AskAsync(
        Rig rig,
        int rounds,
        DateTimeOffset first
    )
    {
        List<double> lists = [];
        List<double> gets = [];
        List<double> creates = [];
        var random = new Random(1);
        for (var round = 0; round < rounds; round++)
        {
            var workspace = rig.Workspaces[random.Next(rig.Workspaces.Count)];
            var from = first.AddDays(random.NextDouble() * (Days - 10)).UtcDateTime.ToString("O");
            var list = await TimeAsync(
                lists,
                HttpStatusCode.OK,
                () => workspace.Client.GetAsync($"api/v1/publications?from={Uri.EscapeDataString(from)}&limit=50")
            );
            var id = list["items"].EnumerateArray().First().GetProperty("id").GetString();
            await TimeAsync(gets, HttpStatusCode.OK, () => workspace.Client.GetAsync($"api/v1/publications/{id}"));
            var post = new NewPost(
                [workspace.Channels[random.Next(workspace.Channels.Count)]],
                $"New {round}",
                [workspace.MediaId],
                first.AddDays(random.NextDouble() * Days)
            );
            await TimeAsync(creates, HttpStatusCode.Created, () => workspace.Client.CreatePostAsync(post));
            await Task.Delay(s_pause);
        }

        return (Sorted(lists), Sorted(gets), Sorted(creates));
    }

    private static async Task<ApiAnswer> TimeAsync(List<double> into, HttpStatusCode expected, Func<Task<ApiAnswer>> call)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = (await call()).Expect(expected);
        into.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return answer;
    }

    private static double[] Sorted(List<double> values) => [.. values.Order()];

    /// <summary>One workspace's list, to its end: all have as many.</summary>
    private static async Task<int> CountAsync(Rig rig, int posts)
    {
        var share = posts / rig.Workspaces.Count;
        var listed = await rig.Workspaces[0].Client.ListAsync("api/v1/publications?state=scheduled");
        return listed.Count >= share ? posts : listed.Count * rig.Workspaces.Count;
    }
}
