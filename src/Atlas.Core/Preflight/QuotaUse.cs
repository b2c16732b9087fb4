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

    /// <summary>Of publications whose place in the list doesn't say what they took: those that an older version has stored.</summary>
    private const int MostRead = 300;

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
        var places = (
            await publications.ListPlacesAsync(
                channel,
                scope,
                PublicationGroup.Done,
                since,
                now.AddTicks(1),
                MostLooked,
                cancellationToken
            )
        ).ToList();
        List<Taken> taken = [];
        var read = 0;
        foreach (var place in places)
        {
            if (place.Counts is { } counts)
            {
                if (counts)
                {
                    taken.Add(
                        new Taken(place.At, place.MayBeOf(channel, QuotaScope.Channel), quota => place.UnitsOf(quota) ?? 0)
                    );
                }
            }
            else if (++read <= MostRead && await ReadAsync(channel, app, publisher, place.Id, cancellationToken) is { } found)
            {
                taken.Add(found);
            }
        }

        var atLeast = places.Count >= MostLooked || read > MostRead;
        return [.. budgets.Select(budget => ViewOf(budget, taken, atLeast, said, now))];
    }

    private async ValueTask<Taken?> ReadAsync(
        Channel channel,
        PlatformApp? app,
        IPlatformPublisher publisher,
        Id<Publication> id,
        CancellationToken cancellationToken
    )
    {
        if (
            (await publications.ReadAsync(channel.WorkspaceId, id, cancellationToken))?.Value
                is not { PublishedAt: { } at } publication
            || publication.Platform != channel.Platform
        )
        {
            return null;
        }

        var costs = await PublicationCosts.OfAsync(assets, publisher, channel, app, publication, cancellationToken);
        return new Taken(
            at,
            publication.ChannelId == channel.Id,
            quota => costs.Where(cost => cost.Quota == quota).Sum(cost => cost.Units)
        );
    }

    private static QuotaUseView ViewOf(
        QuotaBudget budget,
        List<Taken> taken,
        bool atLeast,
        IReadOnlyList<NetworkQuota> said,
        DateTimeOffset now
    )
    {
        var since = QuotaWindows.StartOf(budget.Window, now);
        var used = taken
            .Where(post => budget.Scope == QuotaScope.App || post.IsOwn)
            .Where(post => post.At >= since)
            .Sum(post => post.UnitsOf(budget.Quota));
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

    /// <param name="At">When it went out.</param>
    /// <param name="IsOwn">Whether it is the channel's, and not another's of the same network.</param>
    private sealed record Taken(DateTimeOffset At, bool IsOwn, Func<string, int> UnitsOf);
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
