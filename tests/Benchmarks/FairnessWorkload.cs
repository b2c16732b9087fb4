using Atlas.Testing;
using Atlas.Testing.Clients;

namespace Atlas.Benchmarks;

/// <summary>
/// One workspace's crowd is due at one instant. In its midst single posts of other workspaces are due, each alone at its time: how
/// late are they?
/// </summary>
internal sealed class FairnessWorkload : IWorkload
{
    private const string Single = "Single";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    public string Name => "fairness";

    public int MostRuns => 1;

    public IReadOnlyList<Goal> Goals { get; } = [Goal.AtMost("worstSingleLatenessMs", 2_000)];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        var posts = options.Posts ?? 50_000;
        await using var rig = await Rig.StartAsync(options, Configure);
        await rig.ProvisionAsync();
        await rig.ScheduleAsync(400, DateTimeOffset.UtcNow.AddSeconds(2), caption: "Warm-up");
        await Eventually.BeAsync(async () => (await rig.CountersAsync()).Published >= 400, s_limit);

        var others = rig.Workspaces.Skip(1).ToList();
        var enqueueing = DateTimeOffset.UtcNow;
        var due = enqueueing.AddSeconds(15 + posts / 250.0);
        await rig.ScheduleAsync(posts, due, caption: "Crowd", only: rig.Workspaces[0]);
        for (var i = 0; i < others.Count; i++)
        {
            await rig.ScheduleAsync(1, DueOf(i), connections: 1, caption: $"{Single} {i}:", only: others[i]);
        }

        if (DateTimeOffset.UtcNow > due)
        {
            throw new InvalidOperationException("The posts were due before all of them were scheduled.");
        }

        var (effects, since) = (new List<Effect>(), 0L);
        await Eventually.BeAsync(
            async () =>
            {
                await Task.Delay(500);
                var page = await rig.Sandbox.Client.EffectsAsync(since);
                effects.AddRange(page.Effects.Where(effect => effect.IsPost));
                since = Math.Max(since, page.Summary.LastSeq);
                return effects.Count >= posts + others.Count + 400;
            },
            s_limit
        );
        var crowd = effects.Where(effect => effect.Caption?.StartsWith("Crowd", StringComparison.Ordinal) == true).ToList();
        var end = crowd.Max(effect => effect.At);
        var singles = effects
            .Where(effect => effect.Caption?.StartsWith(Single, StringComparison.Ordinal) == true)
            .Select(effect => (Due: DueOf(NumberOf(effect)), effect.At))
            .ToList();
        // Only those that were due while the crowd was being published say anything about fairness.
        var lateness = singles
            .Where(single => single.Due < end)
            .Select(single => (single.At - single.Due).TotalMilliseconds)
            .Order()
            .ToArray();
        return new RunFigures
        {
            ["crowd"] = posts,
            ["crowdSeconds"] = (end - due).TotalSeconds,
            ["crowdPublishedPerSecond"] = posts / (end - due).TotalSeconds,
            ["singles"] = lateness.Length,
            ["medianSingleLatenessMs"] = lateness.Length == 0 ? double.NaN : lateness[lateness.Length / 2],
            ["worstSingleLatenessMs"] = lateness.Length == 0 ? double.NaN : lateness[^1],
            ["crowdPeakMemoryMb"] = ProcessStats.PeakMemoryMb(rig.App.Pid),
            ["doubled"] = effects.Count - effects.Select(effect => (effect.Caption, effect.AccountId)).Distinct().Count(),
            ["lost"] = posts + others.Count - crowd.Count - singles.Count,
        };

        // Over the time that the crowd takes at 1,000 a second.
        DateTimeOffset DueOf(int single) => due.AddSeconds((single + 0.5) * posts / 1000 / others.Count);
    }

    private static int NumberOf(Effect effect) => int.Parse(effect.Caption!.Split(' ')[1].TrimEnd(':'));

    private static void Configure(Dictionary<string, string> settings) =>
        settings["Platforms__Instagram__ReadPermalinkAfterPublish"] = "false";
}
