using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Analytics;

/// <summary>
/// Sums up a workspace's deliveries. A day in which everything is settled is read from the ledger once and kept as one row, the
/// busy hours of a day that isn't as well; nothing is written while publishing. Whatever has failed or was missed is checked
/// against the list of such things each time, since a person may give it another time.
/// </summary>
public sealed class SumDelivery(IRowStore rows, TimeProvider time)
{
    /// <summary>One question reads so many publications, the rest of its period is left to the next: what was read is kept.</summary>
    private const int ReadsAtOnce = 20_000;
    private const int ParallelDays = 8;

    /// <summary>An hour with fewer is as quickly read as its sum.</summary>
    private const int WorthKeeping = 20;

    /// <summary>A sum is one row.</summary>
    private const int LargestSum = RowLimits.MaxDataBytes / 2;

    /// <summary>What is late by so much and still on its way shows in the list; this is for what is between two lists.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromHours(1);

    private readonly DeliveryIndex _index = new(rows);

    /// <returns>Null where more has to be read than one question may: ask again, the days that were read are kept.</returns>
    internal async Task<DeliveryTotals?> SumAsync(
        Id<Workspace> workspace,
        DeliveryPeriod period,
        string timeZone,
        CancellationToken cancellationToken
    )
    {
        var kept = await ReadKeptAsync(workspace, period, cancellationToken);
        var attention = await _index.ListAsync(workspace, PublicationGroup.Attention, period, cancellationToken);
        var totals = new DeliveryTotals();
        List<DeliveryPeriod> missing = [];
        foreach (var day in period.Days(timeZone))
        {
            if (period.Contains(day) && kept.TryGetValue(day, out var rollup))
            {
                await AddAsync(workspace, totals, rollup, attention, cancellationToken);
            }
            else
            {
                missing.Add(day);
            }
        }

        var left = ReadsAtOnce;
        foreach (var days in missing.Chunk(ParallelDays))
        {
            if (left <= 0)
            {
                return null;
            }

            foreach (
                var (sums, read) in await Task.WhenAll(
                    days.Select(day => SumDayAsync(workspace, day, day.Clip(period), kept, cancellationToken))
                )
            )
            {
                totals.Add(sums.Channels);
                left -= read;
            }
        }

        return totals;
    }

    /// <param name="asked">The part of the day that is asked for.</param>
    private async Task<(DeliveryTotals Sums, int Read)> SumDayAsync(
        Id<Workspace> workspace,
        DeliveryPeriod day,
        DeliveryPeriod asked,
        IReadOnlyDictionary<DeliveryPeriod, DeliveryRollup> kept,
        CancellationToken cancellationToken
    )
    {
        var index = await _index.ReadAsync(workspace, asked, cancellationToken);
        var (totals, published, settled, hours, read) = (
            new DeliveryTotals(),
            new DeliveryTotals(),
            new List<DeliveryFacts>(),
            new List<DeliveryPeriod>(),
            0
        );
        List<(DeliveryPeriod Hour, DeliveryTotals Live, List<DeliveryFacts> Others, IndexedPublications Entries)> busy = [];
        var wholeDay = asked == day && index.Open.Count == 0 && IsOver(day);
        foreach (var hour in day.Hours())
        {
            var part = hour.Clip(asked);
            var entries = index.In(part);
            if (part.From >= part.Before || entries.Count == 0 && !kept.ContainsKey(hour))
            {
                continue;
            }

            if (part == hour && kept.TryGetValue(hour, out var rollup))
            {
                hours.Add(hour);
                settled.AddRange(await AddAsync(workspace, totals, rollup, entries.Attention, cancellationToken));
                published.Add(rollup.Channels);
                continue;
            }

            var facts = await FactsAsync(workspace, part, entries.Ids, cancellationToken);
            read += facts.Count;
            facts.ForEach(totals.Add);
            var isSettled = entries.Open.Count == 0 && facts.TrueForAll(fact => fact.IsSettled);
            wholeDay &= isSettled;
            var (live, others) = Split(facts);
            published.Add(live.Channels);
            settled.AddRange(others);
            if (part == hour && isSettled && facts.Count >= WorthKeeping && IsOver(hour))
            {
                busy.Add((hour, live, others, entries));
            }
        }

        if (wholeDay)
        {
            await KeepAsync(workspace, day, published, settled, index, hours, cancellationToken);
        }
        else
        {
            foreach (var (hour, live, others, entries) in busy)
            {
                await KeepAsync(workspace, hour, live, others, entries, [], cancellationToken);
            }
        }

        return (totals, read);
    }

    private bool IsOver(DeliveryPeriod period) => time.GetUtcNow() >= period.Before + s_rest;

    private static (DeliveryTotals Published, List<DeliveryFacts> Others) Split(List<DeliveryFacts> facts)
    {
        var published = new DeliveryTotals();
        List<DeliveryFacts> others = [];
        foreach (var fact in facts)
        {
            if (fact.Outcome == DeliveryOutcome.Published)
            {
                published.Add(fact);
            }
            else if (fact.Outcome is DeliveryOutcome.Failed or DeliveryOutcome.Missed)
            {
                others.Add(fact);
            }
        }

        return (published, others);
    }

    /// <summary>Adds a kept sum, and of what needs attention what is still there.</summary>
    /// <param name="attention">At least the period's own, as the list says now.</param>
    /// <returns>What is still there.</returns>
    private async Task<List<DeliveryFacts>> AddAsync(
        Id<Workspace> workspace,
        DeliveryTotals totals,
        DeliveryRollup rollup,
        List<IndexedPublication> attention,
        CancellationToken cancellationToken
    )
    {
        totals.Add(rollup.Channels);
        var period = new DeliveryPeriod(rollup.From, rollup.Before);
        var known = rollup.Attention.ToDictionary(fact => fact.Id);
        List<DeliveryFacts> there = [];
        List<Id<Publication>> unknown = [];
        foreach (var entry in attention.Where(entry => period.Contains(entry.DueAt)))
        {
            if (known.TryGetValue(entry.Id, out var fact))
            {
                there.Add(fact);
            }
            else
            {
                unknown.Add(entry.Id); // put back from a copy, say: the list is right
            }
        }

        there.AddRange(await FactsAsync(workspace, period, unknown, cancellationToken));
        there.ForEach(totals.Add);
        return there;
    }

    private async Task<List<DeliveryFacts>> FactsAsync(
        Id<Workspace> workspace,
        DeliveryPeriod period,
        IEnumerable<Id<Publication>> ids,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await _index.ReadAsync(workspace, ids, cancellationToken))
                .Select(DeliveryFacts.Of)
                .OfType<DeliveryFacts>()
                .Where(fact => period.Contains(fact.DueAt)),
        ];

    /// <summary>Keeps the sum, unless something has moved while it was made.</summary>
    /// <param name="hours">Of the day, whose own sums go.</param>
    private async Task KeepAsync(
        Id<Workspace> workspace,
        DeliveryPeriod period,
        DeliveryTotals published,
        List<DeliveryFacts> others,
        IndexedPublications index,
        List<DeliveryPeriod> hours,
        CancellationToken cancellationToken
    )
    {
        var rollup = new DeliveryRollup
        {
            From = period.From,
            Before = period.Before,
            Channels = [.. published.Channels],
            Attention = others,
        };
        var data = rollup.ToRow(StoredJson.Default.DeliveryRollup);
        if (data.Length > LargestSum || !index.IsSameAs(await _index.ReadAsync(workspace, period, cancellationToken)))
        {
            return;
        }

        // Where another question has tidied up already, this one's batch comes to nothing, and the sum is there all the same.
        await rows.WriteAsync(
            WorkspaceKeys.Partition(workspace),
            [RowWrite.Upsert(period.Key, data), .. hours.Select(hour => RowWrite.Delete(hour.Key))],
            cancellationToken
        );
    }

    private async Task<Dictionary<DeliveryPeriod, DeliveryRollup>> ReadKeptAsync(
        Id<Workspace> workspace,
        DeliveryPeriod period,
        CancellationToken cancellationToken
    )
    {
        Dictionary<DeliveryPeriod, DeliveryRollup> kept = [];
        var range = new RowRange(WorkspaceKeys.DeliveryFrom(period.From), WorkspaceKeys.DeliveryFrom(period.Before));
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(WorkspaceKeys.Partition(workspace), range, RowLimits.MaxPage, cancellationToken);
            foreach (var rollup in page.Rows.Select(row => row.As(StoredJson.Default.DeliveryRollup).Value))
            {
                kept[new DeliveryPeriod(rollup.From, rollup.Before)] = rollup;
            }

            range = page.Rows is [.., var last] ? range.AfterKey(last.Key) : range;
        } while (page.HasMore);

        return kept;
    }
}
