using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Preflight;

/// <summary>
/// Counts what a channel has used of each budget that its network documents, from the ledger: what went out through this
/// workspace. What others publish with the same app or account only the network knows, and its number stands beside ours.
/// </summary>
public sealed class QuotaUse(
    PublicationStore publications,
    MediaAssets assets,
    PlatformPublishers publishers,
    PlatformApps apps,
    TimeProvider time
)
{
    /// <summary>A workspace with more than this in one window is not counted to the end, which the answer says.</summary>
    private const int MostLooked = 1_000;
    private const int MostCounted = 300;

    /// <summary>The list is by due time, and what was late has used the window of the day on which it went out.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<QuotaUseView>> CountAsync(
        Channel channel,
        IReadOnlyList<NetworkQuota> said,
        CancellationToken cancellationToken
    )
    {
        if (publishers.Find(channel.Platform) is not { } publisher || channel.State == ChannelState.Disconnected)
        {
            return [];
        }

        var app = await apps.FindAsync(channel, cancellationToken);
        var budgets = publisher.Budgets(channel, app);
        if (budgets.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var scope = budgets.Any(budget => budget.Scope == QuotaScope.App) ? QuotaScope.App : QuotaScope.Channel;
        var since = budgets.Min(budget => QuotaWindows.StartOf(budget.Window, now)) - s_late;
        var ids = (
            await publications.ListIdsAsync(
                channel,
                scope,
                PublicationGroup.Done,
                since,
                now.AddTicks(1),
                MostLooked,
                cancellationToken
            )
        ).ToList();
        List<(Publication Publication, IReadOnlyList<QuotaCost> Costs)> taken = [];
        foreach (var id in ids.Take(MostCounted))
        {
            if (
                (await publications.ReadAsync(channel.WorkspaceId, id, cancellationToken))?.Value
                    is { PublishedAt: not null } publication
                && publication.Platform == channel.Platform
            )
            {
                taken.Add(
                    (publication, await PublicationCosts.OfAsync(assets, publisher, channel, app, publication, cancellationToken))
                );
            }
        }

        return [.. budgets.Select(budget => ViewOf(budget, channel, taken, ids.Count > MostCounted, said, now))];
    }

    private static QuotaUseView ViewOf(
        QuotaBudget budget,
        Channel channel,
        List<(Publication Publication, IReadOnlyList<QuotaCost> Costs)> taken,
        bool atLeast,
        IReadOnlyList<NetworkQuota> said,
        DateTimeOffset now
    )
    {
        var since = QuotaWindows.StartOf(budget.Window, now);
        var used = taken
            .Where(post => budget.Scope == QuotaScope.App || post.Publication.ChannelId == channel.Id)
            .Where(post => post.Publication.PublishedAt >= since)
            .SelectMany(post => post.Costs)
            .Where(cost => cost.Quota == budget.Quota)
            .Sum(cost => cost.Units);
        var network = said.FirstOrDefault(quota => quota.Quota == budget.Quota);
        var limit = network?.Limit ?? budget.Limit;
        var window = QuotaWindows.InWords(budget.Window);
        var message =
            $"{(atLeast ? "At least " : "")}{used} of {limit} {budget.Name} {window}"
            + (budget.Scope == QuotaScope.App ? ", which all accounts of the developer app share" : "")
            + (network is null ? "." : $"; the network itself counts {network.Used} of {network.Limit}.");
        return new QuotaUseView(
            budget.Quota,
            budget.Name,
            used,
            limit,
            atLeast,
            window,
            since,
            budget.Scope,
            message,
            budget.Source,
            network is null ? null : new NetworkCountView(network.Used, network.Limit)
        );
    }
}

/// <param name="Used">What went out through this workspace.</param>
/// <param name="AtLeast">Whether there was too much to count to the end.</param>
/// <param name="Window">In words: <c>in 24 hours</c>.</param>
/// <param name="Scope">Whether the channel has it alone, or shares it with all that its developer app has connected.</param>
/// <param name="Message">The same as a sentence.</param>
/// <param name="Network">What the network itself said just now; null where it has no call for it.</param>
public sealed record QuotaUseView(
    string Quota,
    string Name,
    int Used,
    int Limit,
    bool AtLeast,
    string Window,
    DateTimeOffset Since,
    QuotaScope Scope,
    string Message,
    string Source,
    NetworkCountView? Network
);

public sealed record NetworkCountView(int Used, int Limit);
