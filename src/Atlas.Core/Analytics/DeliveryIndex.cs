using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Analytics;

/// <summary>What the lists of a workspace say about due times, without a look at the publications themselves.</summary>
internal sealed class DeliveryIndex(IRowStore rows)
{
    private const int ParallelReads = 50;

    private readonly PublicationStore _publications = new(rows);

    public async Task<IndexedPublications> ReadAsync(
        Id<Workspace> workspace,
        DeliveryPeriod period,
        CancellationToken cancellationToken
    ) =>
        new(
            await ListAsync(workspace, PublicationGroup.Open, period, cancellationToken),
            await ListAsync(workspace, PublicationGroup.Attention, period, cancellationToken),
            await ListAsync(workspace, PublicationGroup.Done, period, cancellationToken)
        );

    /// <summary>By due time.</summary>
    /// <param name="most">So many, and no more.</param>
    public async Task<List<IndexedPublication>> ListAsync(
        Id<Workspace> workspace,
        PublicationGroup group,
        DeliveryPeriod period,
        CancellationToken cancellationToken,
        int most = int.MaxValue
    )
    {
        List<IndexedPublication> found = [];
        var range = new RowRange(WorkspaceKeys.IndexAt(group, period.From), WorkspaceKeys.IndexAt(group, period.Before));
        bool more;
        do
        {
            var page = await rows.ReadRangeAsync(WorkspaceKeys.Partition(workspace), range, RowLimits.MaxPage, cancellationToken);
            foreach (var row in page.Rows)
            {
                var position = row.Key.AsSpan(WorkspaceKeys.IndexOf(group).Length);
                found.Add(new(SortableTime.Parse(position[..^33]), Id<Publication>.Parse(position[^32..].ToString())));
            }

            more = page.HasMore && found.Count < most;
            range = more ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (more);

        return found;
    }

    /// <summary>The rows behind the entries. What has moved meanwhile is where it is now.</summary>
    public async Task<List<Publication>> ReadAsync(
        Id<Workspace> workspace,
        IEnumerable<Id<Publication>> ids,
        CancellationToken cancellationToken
    )
    {
        List<Publication> found = [];
        foreach (var chunk in ids.Distinct().Chunk(ParallelReads))
        {
            var read = await Task.WhenAll(chunk.Select(id => _publications.ReadAsync(workspace, id, cancellationToken).AsTask()));
            found.AddRange(read.OfType<Versioned<Publication>>().Select(publication => publication.Value));
        }

        return found;
    }
}

internal readonly record struct IndexedPublication(DateTimeOffset DueAt, Id<Publication> Id);

/// <summary>The entries of a period, by list, each by due time.</summary>
internal sealed record IndexedPublications(
    List<IndexedPublication> Open,
    List<IndexedPublication> Attention,
    List<IndexedPublication> Done
)
{
    public int Count => Open.Count + Attention.Count + Done.Count;

    public IEnumerable<Id<Publication>> Ids => Open.Concat(Attention).Concat(Done).Select(entry => entry.Id);

    public IndexedPublications In(DeliveryPeriod period) =>
        new(
            Open.FindAll(entry => period.Contains(entry.DueAt)),
            Attention.FindAll(entry => period.Contains(entry.DueAt)),
            Done.FindAll(entry => period.Contains(entry.DueAt))
        );

    public bool IsSameAs(IndexedPublications other) =>
        Open.SequenceEqual(other.Open) && Attention.SequenceEqual(other.Attention) && Done.SequenceEqual(other.Done);
}
