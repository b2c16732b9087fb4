using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>Reads publications: one by id, or a group's list by due time.</summary>
public sealed class PublicationStore(IRowStore rows)
{
    public ValueTask<Versioned<Publication>?> ReadAsync(
        Id<Workspace> workspace,
        Id<Publication> id,
        CancellationToken cancellationToken
    ) =>
        rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Publication(id),
            StoredJson.Default.Publication,
            cancellationToken
        );

    /// <summary>Whether a publication of the channel is the network's post of that id.</summary>
    internal async ValueTask<bool> IsOwnedAsync(
        Publication publication,
        string platformPostId,
        CancellationToken cancellationToken
    ) =>
        await rows.ReadAsync(
            WorkspaceKeys.Partition(publication.WorkspaceId),
            WorkspaceKeys.LivePost(publication.ChannelId, platformPostId),
            cancellationToken
        )
            is not null;

    /// <summary>
    /// By due time, who in a list may be of the channel (or of its network): the rows behind the places say for certain. Reads one page.
    /// </summary>
    internal async Task<IEnumerable<PublicationPlace>> ListPlacesAsync(
        Channel channel,
        QuotaScope scope,
        PublicationGroup group,
        DateTimeOffset from,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(channel.WorkspaceId),
            new RowRange(WorkspaceKeys.IndexAt(group, from), WorkspaceKeys.IndexAt(group, before)),
            limit,
            cancellationToken
        );
        return page.Rows.Select(row => new PublicationPlace(row)).Where(place => place.MayBeOf(channel, scope));
    }

    /// <summary>
    /// Publications by due time. Without groups in <paramref name="query"/> all three lists are merged; ties go by id. A page may hold fewer
    /// than the limit and still have more behind it when states are asked for. What moves from one list to another meanwhile is shown, and once.
    /// </summary>
    public async Task<PublicationPage> ListAsync(
        Id<Workspace> workspace,
        PublicationQuery query,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(workspace);
        var positions = new List<string>();
        var more = false;
        var groups = query.Groups().Order().ToList();
        if (groups is [PublicationGroup.Open, _, ..])
        {
            groups.Add(PublicationGroup.Open); // publications leave it, and now and then one comes back to it behind our back
        }

        foreach (var group in groups)
        {
            var page = await rows.ReadRangeAsync(partition, query.RangeIn(group), query.Limit, cancellationToken);
            more |= page.HasMore;
            positions.AddRange(page.Rows.Select(row => row.Key[WorkspaceKeys.IndexOf(group).Length..]));
        }

        var sorted = positions.Distinct().Order(StringComparer.Ordinal).ToList();
        more |= sorted.Count > query.Limit;
        var kept = sorted.Take(query.Limit).ToList();
        var found = await Task.WhenAll(
            kept.Select(position => ReadAsync(workspace, WorkspaceKeys.PublicationAt(position), cancellationToken).AsTask())
        );
        return new PublicationPage(
            [
                .. found
                    .OfType<Versioned<Publication>>()
                    .DistinctBy(publication => publication.Value.Id)
                    .Where(publication => query.Matches(publication.Value)),
            ],
            more ? kept[^1] : null
        );
    }
}

/// <param name="Next">Where the next page starts; null at the end.</param>
public sealed record PublicationPage(IReadOnlyList<Versioned<Publication>> Items, string? Next);
