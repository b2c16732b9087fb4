using System.Globalization;
using System.Text;

namespace Atlas.Capacity.Scale;

/// <summary>docs/scale.md: a day of so many posts held against what Azure's documentation promises.</summary>
internal static class ScaleDocument
{
    public const int Largest = 10_000_000;

    /// <summary>A smaller day is made post by post; of a larger one, one post stands for ten.</summary>
    private const int MadeInFull = 1_000_000;

    private static readonly int[] s_days = [10_000, 100_000, MadeInFull, Largest];

    public static IReadOnlyList<DayPlan> Plans(PostLoad post) =>
        [.. s_days.Select(posts => new DayPlan(DayLoad.Make(posts, sample: posts > MadeInFull ? 10 : 1), post))];

    public static string Render(PostLoad post)
    {
        var plans = Plans(post);
        var text = new StringBuilder();
        text.Append(
            $"""
            # Ten million posts a day

            This file is made by a test of `tests/Atlas.Capacity` (with `ATLAS_UPDATE_DOCS=1`), and `./atlas bench scale` prints it. Posts are
            drawn as people plan them and put where the app's own keys put them; what each asks for is counted (see
            [cost.md](cost.md)); what a resource does is what Azure's documentation promises.

            - {DayLoad.Workspaces:N0} workspaces, Zipf: the first has as many posts as the second and third together with half of the fourth.
            - The dearest hour has {DayLoad.PeakHour:P0} of the day, {DayLoad.OnTheHour:P0} of an hour's posts are due at its first instant and {DayLoad.OnAQuarter:P0} at its
              quarters. The peak is that one instant.
            - A post that is due asks for {post.TableRequestsWhenDue:0} table requests ({post.WorkspaceRowsWhenDue:0} rows of its workspace), {post.ActionsWhenDue:0} actions, {post.VaultCallsWhenDue:0} vault calls and {post.Messages:0}
              messages. Its publish call with the rows around it takes {PostLoad.SecondsWhenDue:0.0} s, of which an instance makes {PostLoad.ActivitiesAtOnce} at once.


            """
        );
        Row(text, ["Posts a day", .. plans.Select(plan => Number(plan.Load.Posts))]);
        Row(text, ["---", .. plans.Select(_ => "---:")]);
        Row(text, ["workspaces with a post", .. plans.Select(plan => Number(plan.Load.WorkspacesWithPosts))]);
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
            Row(
                text,
                [
                    needs[0].What,
                    $"{Number(needs[0].PerSecond)}/s",
                    .. needs.Select(need =>
                        $"{Seconds(need.Seconds)}, {(need.IsWithin ? Number(need.Count) : $"**{Number(need.Count)}**")}"
                    ),
                ]
            );
        }

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
              peak that is a call for each post. Refreshed tokens are sealed in their rows and need none.
            - **Scheduler**: one on Consumption carries a million posts a day with a late peak, three dedicated units more.
            - **Beyond that: stamps.** No row of a workspace points to another's. So ten million posts a day are several deployments, each
              with its accounts, scheduler and vault, and workspaces are divided among them; the front door leads by the workspace's
              address. What is looked up without a workspace (accounts of webhooks, log-ins under way) is then asked of each.

            Sources of the limits: tables {AzureLimit.TableSource}, vault {AzureLimit.VaultSource} (five times as much for a
            subscription and region), scheduler {AzureLimit.SchedulerSource}, instances {AzureLimit.FunctionsSource}.

            """
        );
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");

    private static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) =>
        $"{seconds.ToString(seconds < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)} s";
}
