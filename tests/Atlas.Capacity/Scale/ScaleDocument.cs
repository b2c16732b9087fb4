using System.Globalization;
using System.Text;

namespace Atlas.Capacity.Scale;

/// <summary>docs/scale.md: a day of so many posts held against what Azure's documentation promises.</summary>
internal static class ScaleDocument
{
    public const int Largest = 10_000_000;

    /// <summary>Of a larger day a post stands for several.</summary>
    private const int Made = 200_000;

    private static readonly int[] s_days = [10_000, 100_000, 1_000_000, Largest];

    public static DayPlan PlanOf(int posts, PostLoad post) => new(DayLoad.Make(posts, sample: Math.Max(1, posts / Made)), post);

    public static string Render(PostLoad post)
    {
        var plans = s_days.Select(posts => PlanOf(posts, post)).ToList();
        var text = new StringBuilder();
        text.Append(
            $"""
            # Ten million posts a day

            This file is made by a test of `tests/Atlas.Capacity` (with `ATLAS_UPDATE_DOCS=1`), and `./atlas bench scale` prints it. Posts are
            drawn as people plan them and put where the app's own keys put them; what each asks for is counted (see
            [cost.md](cost.md)); what a resource does is what Azure's documentation promises.

            - {DayLoad.Workspaces:N0} workspaces, by Zipf: the n-th largest has an n-th of the largest's posts.
            - The dearest hour has {DayLoad.PeakHour:P0} of the day, {DayLoad.OnTheHour:P0} of an hour's posts are due at its first instant and {DayLoad.OnAQuarter:P0} at its
              quarters. The peak is that one instant.
            - A post that is due asks for {post.TableRequestsWhenDue:0} table requests ({post.WorkspaceRowsWhenDue:0} rows of its workspace), {post.ActionsWhenDue:0} actions, {post.VaultCallsWhenDue:0} vault calls and {post.Messages:0}
              messages. Its publish call with the rows around it takes {PostLoad.SecondsWhenDue:0.0} s, of which an instance makes {PostLoad.ActivitiesAtOnce} at once.


            """
        );
        Row(text, ["Posts a day", .. plans.Select(plan => Number(plan.Load.Posts))]);
        Row(text, ["---", .. plans.Select(_ => "---:")]);
        Row(text, ["due at the peak's instant", .. plans.Select(plan => Number(plan.Load.AtPeak))]);
        Row(text, ["of them in the largest workspace", .. plans.Select(plan => Number(plan.Load.AtPeakInOneWorkspace))]);
        Row(
            text,
            [
                $"of them in the fullest of {DayPlan.DueShards} due partitions",
                .. plans.Select(plan => Number(plan.Load.AtPeakInOneDuePartition)),
            ]
        );
        Row(
            text,
            [
                "entries of the day in the fullest due partition",
                .. plans.Select(plan => Number(plan.Load.EntriesInFullestDuePartition)),
            ]
        );
        Row(text, ["table requests a second, on average", .. plans.Select(plan => Number(plan.AverageRequestsPerSecond))]);
        Row(text, ["actions a second, on average", .. plans.Select(plan => Number(plan.AverageActionsPerSecond))]);
        text.Append(
            $"""

            ## The peak's last post

            Seconds until each resource has served all that is due at the peak's instant, if it were the only one that bounds it; behind
            it, how many of it make that {DayPlan.Patience:0} s. **More** than one deployment can have is marked.


            """
        );
        Row(text, ["", "one does", .. plans.Select(plan => $"{Number(plan.Load.Posts)} a day")]);
        Row(text, ["---", "---:", .. plans.Select(_ => "---:")]);
        for (var i = 0; i < plans[0].Needs.Count; i++)
        {
            var needs = plans.Select(plan => plan.Needs[i]).ToList();
            Row(text, [needs[0].What, $"{Number(needs[0].PerSecond)}/s", .. needs.Select(Cell)]);
        }

        Row(text, ["The sweep reads the index (every 60 s)", "", .. plans.Select(plan => Seconds(plan.SweepReadSeconds))]);
        Row(
            text,
            [
                $"The sweep starts them ahead, {DayPlan.StartsAtOnce} at once (it has 900 s)",
                "",
                .. plans.Select(plan => Seconds(plan.SweepSeconds)),
            ]
        );
        text.Append(
            $"""

            ## What is spread when

            - **Due index**: {DayPlan.DueShards} partitions a day carry ten million entries; what is written and removed at the peak stays under the
              promise of one partition, so their number stays. The sweep reads them in one function, and starts {DayPlan.StartsAtOnce} publications at once.
            - **A workspace** is one partition, which bounds what it publishes at one instant: its own posts wait, nobody else's. With
              {post.WorkspaceRowsWhenDue:0} rows for a post that is due it publishes {Number(
                AzureLimit.RowsPerPartition / post.WorkspaceRowsWhenDue
            )} a second.
            - **Rows**: all partitions are independent, so they can lie in several accounts by a hash of the partition. Nothing in the
              code needs two partitions in one account; the setting for it does not exist yet.
            - **Vault**: a token that has never been refreshed is read from the vault once for each instance and three minutes. At the
              peak that is a call for each post, which is what bounds a million posts a day first. Refreshed tokens are sealed in their
              rows and need none; sealing every token there when its post is prepared would take the vault out of the way.
            - **Scheduler**: one on Consumption carries a hundred thousand posts a day, three dedicated units a million.
            - **Instances**: the template allows 40 (`maximumInstanceCount`); a million posts a day want 63 at the peak.
            - **Beyond a million a day: stamps.** No row of a workspace points to another's. So ten million posts a day are ten
              deployments, each with its accounts, scheduler and vault, and workspaces are divided among them; the front door leads by
              the workspace's address. What is looked up without a workspace (accounts of webhooks, log-ins under way) is then asked of
              each. A workspace with more than its partition's rate at one instant stays late for the rest of them in any case.

            Sources of the limits: [tables]({AzureLimit.TableSource}), [vault]({AzureLimit.VaultSource}) (five times as much for a
            subscription and region), [scheduler]({AzureLimit.SchedulerSource}), [instances]({AzureLimit.FunctionsSource}).

            """
        );
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The figures of the largest day, for programs.</summary>
    public static IReadOnlyDictionary<string, double> Figures(PostLoad post)
    {
        var plan = PlanOf(Largest, post);
        return new Dictionary<string, double>
        {
            ["postsPerDay"] = plan.Load.Posts,
            ["dueAtPeak"] = plan.Load.AtPeak,
            ["dueAtPeakInOneWorkspace"] = plan.Load.AtPeakInOneWorkspace,
            ["dueAtPeakInOneDuePartition"] = plan.Load.AtPeakInOneDuePartition,
            ["tableRequestsPerSecond"] = plan.AverageRequestsPerSecond,
            ["actionsPerSecond"] = plan.AverageActionsPerSecond,
            ["sweepStartSeconds"] = plan.SweepSeconds,
        };
    }

    private static string Cell(Need need) =>
        need.IsWithin
            ? $"{Seconds(need.Seconds)}, {Number(need.Count)}"
            : $"{Seconds(need.Seconds)}, **{Number(need.Count)}** (with {need.AtMost}: {Seconds(need.Seconds / need.AtMost!.Value)})";

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");

    private static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) =>
        $"{seconds.ToString(seconds < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)} s";
}
