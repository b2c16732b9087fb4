using Atlas.Testing;

namespace Atlas.Benchmarks;

/// <summary>The same burst, the app killed with -9 in the middle of it and started again at once.</summary>
internal sealed class CrashWorkload : IWorkload
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    public string Name => "crash";

    public IReadOnlyList<Goal> Goals { get; } = [Goal.AtMost("recoveredMs", 2_000)];

    public async Task<RunFigures> RunAsync(BenchOptions options)
    {
        var posts = options.Posts ?? 2_000;
        await using var rig = await Rig.StartAsync(options, settings => settings["Publishing__PrepareAhead"] = "00:00:00");
        await rig.ProvisionAsync();
        var due = DateTimeOffset.UtcNow.AddSeconds(8);
        await rig.ScheduleAsync(posts, due);

        await Eventually.BeAsync(async () => (await CountAsync(rig)) >= posts / 3, s_limit);
        await rig.App.KillAsync();
        // What the dead process had sent has arrived by now or never will.
        var seen = (await rig.Sandbox.Client.EffectsAsync()).Summary.LastSeq;
        var restarted = DateTimeOffset.UtcNow;
        await rig.App.StartAsync();
        var first = await Eventually.GetAsync(
            async () => (await rig.Sandbox.Client.EffectsAsync(seen)).Effects.FirstOrDefault(effect => effect.IsPost),
            s_limit
        );

        // Calls that were under way when it died are settled by a look at the network, after their leases have run out.
        var settled = await Eventually.GetAsync(
            async () =>
            {
                await Task.Delay(500);
                var ledger = await Ledger.ReadAsync(rig);
                return
                    ledger.Count == posts && ledger.All(publication => publication.State is "Published" or "Failed" or "Missed")
                    ? ledger
                    : null;
            },
            s_limit
        );
        var effects = (await rig.Sandbox.Client.EffectsAsync()).Effects;
        var verdict = Verdict.Of(effects, settled, posts);
        return new RunFigures
        {
            ["liveAtKill"] = effects.Count(effect => effect.IsPost && effect.Seq <= seen),
            ["recoveredMs"] = (first.At - restarted).TotalMilliseconds,
            ["restartMs"] = rig.App.StartTime.TotalMilliseconds,
            ["allLiveAfterMs"] = (effects.Where(effect => effect.IsPost).Max(effect => effect.At) - restarted).TotalMilliseconds,
            ["doubled"] = verdict.Doubled,
            ["lost"] = verdict.Lost,
        };
    }

    private static async Task<int> CountAsync(Rig rig) => (await rig.Sandbox.Client.EffectsAsync()).Summary.Count;
}
