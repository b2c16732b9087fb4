using System.Globalization;
using System.Text;
using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Prices;

/// <summary>docs/cost.md, from what was counted and the prices that are assumed.</summary>
internal static class CostDocument
{
    public const double MostStorageTransactions = 40;
    public const double MostActions = 14;

    /// <summary>Requests, orchestrations with their activities, the queue.</summary>
    private const int OtherScaleGroups = 3;
    public const double MostDollars = 0.20;

    /// <summary>How many posts a busy instance has at work in the same stretch of time.</summary>
    public const int Company = 10;

    private static readonly Unit[] s_rows =
    [
        Unit.TableReads,
        Unit.TableWrites,
        Unit.BlobReads,
        Unit.BlobWrites,
        Unit.VaultCalls,
        Unit.Messages,
        Unit.Executions,
    ];

    public static string Render(IReadOnlyList<PostCounts> posts, Counts idleDay, PriceList prices)
    {
        var single = posts[0];
        var text = new StringBuilder();
        text.Append(
            """
            # What it costs on Azure

            This file is made by a test of `tests/Atlas.Capacity` (with `ATLAS_UPDATE_DOCS=1` it writes it, without it fails when the file
            differs). The counts are no estimates: the app's own code runs in one process from the request to the clean-up behind the
            live post, with the real publishers against the sandbox, its own timers at their times, and adapters that count in the place
            of Azure. The prices are assumed.

            ## What one post asks for

            Each kind of post alone in the world: nothing else is published on its channel or at its time, so nothing that several posts
            could share is shared. Then ten images on ten channels at one time, and one on a channel that has had nineteen on that day:
            the forecast of its network's daily limit reads what they take from their places in the list. The deployment is not new: the
            file by which it sees whether networks reach its media is there. `requests` are those to Table storage (a row, a page of rows or
            a batch is one).


            """
        );
        Row(text, ["", .. posts.Select(post => $"{post.Scenario.Name} ({post.Scenario.Platform})"), "Goal"]);
        Row(text, ["---", .. posts.Select(_ => "---:"), "---:"]);
        foreach (var unit in s_rows)
        {
            Row(text, [NameOf(unit), .. posts.Select(post => Number(post.Post[unit])), ""]);
        }

        Row(
            text,
            [
                "**storage transactions**",
                .. posts.Select(post => $"**{Number(post.Post.StorageTransactions)}**"),
                "≤ 40 for an image",
            ]
        );
        Row(text, ["**orchestration actions**", .. posts.Select(post => $"**{Number(post.Actions)}**"), "≤ 14 for an image"]);
        Row(text, ["of them: starts", .. posts.Select(post => Number(post.Post[Unit.Starts])), ""]);
        Row(text, ["activities, with their results", .. posts.Select(post => Number(2 * post.Post[Unit.Activities])), ""]);
        Row(text, ["timers", .. posts.Select(post => Number(post.Post[Unit.Timers])), ""]);
        Row(text, ["events", .. posts.Select(post => Number(post.Post[Unit.Events])), ""]);
        Row(
            text,
            ["its uploads, before: storage transactions", .. posts.Select(post => Number(post.Uploads.StorageTransactions)), ""]
        );
        text.Append(
            """

            An action is what the Durable Task Scheduler bills: every start, activity, result, timer and event that it hands to the app
            (https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-billing). A post
            sends no message over Service Bus: messages carry what reaches beyond a workspace's batch, such as the end of a connection.
            An `Idempotency-Key` adds a read to the request.

            Where the transactions of a single image come from:


            """
        );
        Row(text, ["Part of the app", "Requests to tables", "Rows of the workspace", "Rows of the due index", "Blobs", "Vault"]);
        Row(text, ["---", "---:", "---:", "---:", "---:", "---:"]);
        foreach (var stage in single.Post.StageNames)
        {
            var of = single.Post.Of(stage);
            if (of.Values.Values.Any(value => value != 0))
            {
                Row(
                    text,
                    [
                        stage,
                        Number(of.TableTransactions),
                        Number(of[Unit.WorkspaceRows]),
                        Number(of[Unit.DueRows]),
                        Number(of.BlobTransactions),
                        Number(of[Unit.VaultCalls]),
                    ]
                );
            }
        }

        Requests(text, single.Post);
        Backends(text, posts);
        PriceTable(text, prices);
        Bills(text, posts, prices);
        Idle(text, idleDay, prices);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Requests(StringBuilder text, Counts counts)
    {
        text.Append("\nIts requests to tables one by one, by the kinds of their rows (a batch names all of its):\n\n");
        Row(text, ["Part of the app", "Request", "Times"]);
        Row(text, ["---", "---", "---:"]);
        foreach (
            var (request, times) in counts
                .Requests.OrderBy(request => request.Key.Stage, StringComparer.Ordinal)
                .ThenByDescending(request => request.Value)
                .ThenBy(request => request.Key.Rows, StringComparer.Ordinal)
        )
        {
            if (times != 0)
            {
                Row(text, [request.Stage, request.Rows, Number(times)]);
            }
        }
    }

    private static void Backends(StringBuilder text, IReadOnlyList<PostCounts> posts)
    {
        text.Append(
            """

            ## With Azure Storage as the orchestrations' back end

            There an orchestration is rows and queue messages in the host's own account
            (https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-azure-storage-provider). Reckoned for a hub that
            keeps nothing in memory: a start asks for the instance and writes its row; each turn reads the history, adds to it and
            brings the instance's row up to date (3 requests); each start, activity, result, timer and event is a message that is put,
            taken and deleted (3 requests).


            """
        );
        Row(text, ["", .. posts.Select(post => post.Scenario.Name)]);
        Row(text, ["---", .. posts.Select(_ => "---:")]);
        Row(text, ["requests to tables", .. posts.Select(post => Number(StorageHub.Tables(post.Post)))]);
        Row(text, ["requests to queues", .. posts.Select(post => Number(StorageHub.QueueRequests(post.Post)))]);
    }

    private static void PriceTable(StringBuilder text, PriceList prices)
    {
        text.Append(
            """

            ## Assumed prices

            In dollars, pay as you go, East US, without tax. **Assumed: check your region.** They are the parameters of
            `tests/Atlas.Capacity/Prices/PriceList.cs`.


            """
        );
        Row(text, ["", "$", "per"]);
        Row(text, ["---", "---:", "---"]);
        foreach (var (what, dollars, per) in prices.Lines)
        {
            Row(text, [what, dollars.ToString("0.########", CultureInfo.InvariantCulture), per]);
        }

        text.Append(
            $"""

            Free every month and subscription: {prices.FreeExecutions:N0} executions and {prices.FreeGigabyteSeconds:N0} GB-s on demand. A
            request is reckoned as {Bill.RequestSeconds:0} s of an instance (the least that is billed), a stretch of work of an orchestration as
            {Bill.StretchSeconds:0} s (it waits for the network's answers). Not in the sums: bytes that networks fetch, what is kept (a post is a few
            kilobytes), and telemetry, which is billed by volume (the template caps it).

            """
        );
    }

    private static void Bills(StringBuilder text, IReadOnlyList<PostCounts> posts, PriceList prices)
    {
        var single = posts[0];
        var example = new Bill(Profile.Smallest, single, prices, Company);
        var bearable = prices.MillionActions + ((MostDollars - example.Total) / single.Actions * 1e3);
        text.Append(
            $"""

            ## 1,000 posts, by profile

            Executions with their time, storage (tables, blobs, vault), messages and orchestration together, in dollars. Goal: under
            ${MostDollars:0.00} for 1,000 single images. *Alone*: an instance works for one post at a time and is paid for each, as when a
            thousand posts are spread over a month (and then the free grant covers it, as far as the timers leave it). *In company*:
            {Company} posts share each stretch of time, as on the hour. With the scheduler on Consumption the goal holds in company until a
            million actions cost ${bearable:0.00}.


            """
        );
        Row(text, ["1,000 posts", .. Profile.All.Select(profile => $"{profile.Name}: alone / in company")]);
        Row(text, ["---", .. Profile.All.Select(_ => "---:")]);
        foreach (var post in posts)
        {
            Row(
                text,
                [
                    post.Scenario.Name,
                    .. Profile.All.Select(profile =>
                        $"{Money(new Bill(profile, post, prices).Total)} / {Money(new Bill(profile, post, prices, Company).Total)}"
                    ),
                ]
            );
        }

        text.Append("\nA single image in company, in parts:\n\n");
        Row(text, ["", .. Profile.All.Select(profile => profile.Name)]);
        Row(text, ["---", .. Profile.All.Select(_ => "---:")]);
        var bills = Profile.All.Select(profile => new Bill(profile, single, prices, Company)).ToList();
        Row(text, ["executions", .. bills.Select(bill => Money(bill.Executions))]);
        Row(text, ["storage and vault", .. bills.Select(bill => Money(bill.Storage))]);
        Row(text, ["messages", .. bills.Select(bill => Money(bill.Messages))]);
        Row(text, ["orchestration", .. bills.Select(bill => Money(bill.Orchestration))]);
    }

    private static void Idle(StringBuilder text, Counts day, PriceList prices)
    {
        text.Append(
            """

            ## A day and a month in which nobody posts

            What the timers do in a day, with one connected channel:


            """
        );
        Row(text, ["Timer", "Runs", "Requests to tables", "Vault"]);
        Row(text, ["---", "---:", "---:", "---:"]);
        foreach (var stage in day.StageNames.Where(stage => day.Of(stage)[Unit.Executions] > 0))
        {
            var of = day.Of(stage);
            Row(
                text,
                [
                    stage.Replace("timer ", ""),
                    Number(of[Unit.Executions]),
                    Number(of.TableTransactions),
                    Number(of[Unit.VaultCalls]),
                ]
            );
        }

        Row(text, ["together", Number(day[Unit.Executions]), Number(day.TableTransactions), Number(day[Unit.VaultCalls])]);
        var grant = Grant(new IdleBill(Profile.Smallest, day, prices));
        text.Append(
            $"""

            On Flex Consumption every timer is a scale group of its own, so each run is an instance that works for a second. The memory
            of an instance is the parameter `instanceMemoryMB` (512 MB in the smallest profile, 2,048 MB in the others).
            {grant}
            The sweep reads the due index of three days every minute, which is most of the requests and hardly a cent. A month, in dollars:


            """
        );
        Row(text, ["", .. Profile.All.Select(profile => profile.Name)]);
        Row(text, ["---", .. Profile.All.Select(_ => "---:")]);
        var bills = Profile.All.Select(profile => new IdleBill(profile, day, prices)).ToList();
        Row(text, ["timers, beyond the free grant", .. bills.Select(bill => Money(bill.Timers))]);
        Row(text, ["storage, polling and vault", .. bills.Select(bill => Money(bill.Storage))]);
        Row(text, ["warm instances", .. bills.Select(bill => Money(bill.Warm))]);
        Row(text, ["Service Bus", .. bills.Select(bill => Money(bill.Bus))]);
        Row(text, ["private endpoints", .. bills.Select(bill => Money(bill.Network))]);
        Row(text, ["**together**", .. bills.Select(bill => $"**{Money(bill.Total)}**")]);
        var timers = day.StageNames.Count(stage => day.Of(stage)[Unit.Executions] > 0);
        text.Append(
            $"""

            A front door with a web application firewall, a dedicated scheduler and telemetry come on top where they are chosen. How far
            one deployment carries, and what is spread when, is in [scale.md](scale.md).

            **An app over several zones** (`zoneRedundantApp`) is in no profile, because of its price. The platform then keeps two instances
            ready for each scale group, whatever is asked for
            (https://learn.microsoft.com/azure/reliability/reliability-functions): requests, orchestrations, the queue and {timers} timers,
            {2 * (timers + OtherScaleGroups)} instances, ${Money(
                IdleBill.WarmMonth(2 * (timers + OtherScaleGroups), 2, prices)
            )} a month with 2 GB each and ${Money(
                IdleBill.WarmMonth(2 * (timers + OtherScaleGroups), 0.5, prices)
            )} with 512 MB. Without
            it a lost zone costs the minutes until instances start in another; rows and media lie in all zones anyway (`standard`, `private`).

            """
        );
    }

    private static string Grant(IdleBill bill)
    {
        var used =
            $"With {Number(bill.Profile.InstanceGigabytes * 1024)} MB the timers of a month take {Number(Math.Round(bill.GigabyteSeconds))} "
            + $"GB-seconds. {Number(bill.Prices.FreeGigabyteSeconds)} are free";
        return bill.Timers > 0 ? $"{used}, and what goes beyond costs ${Money(bill.Timers)}." : $"{used}, which covers them.";
    }

    private static string NameOf(Unit unit) =>
        unit switch
        {
            Unit.TableReads => "requests that read tables",
            Unit.TableWrites => "requests that write tables",
            Unit.BlobReads => "blob reads, the network's included",
            Unit.BlobWrites => "blob writes",
            Unit.VaultCalls => "vault calls",
            Unit.Messages => "Service Bus messages",
            Unit.Executions => "executions",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not shown."),
        };

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string Money(double dollars) =>
        dollars.ToString(
            dollars is 0 ? "0"
                : dollars < 0.1 ? "0.000"
                : "0.00",
            CultureInfo.InvariantCulture
        );
}
