using System.Text;
using Atlas.Core.Alerts;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// Moves publications from state to state. Every move is a compare-and-set on the row that was read; null or false says that
/// somebody else moved it first. Commands of people don't come by here: what they move goes into one batch with the answer that
/// is kept for them, and nobody is alerted of what a person has just asked for.
/// </summary>
public sealed class PublicationLedger(
    IRowStore rows,
    PublicationStore publications,
    PlatformPublishers publishers,
    PublicationMoves moves,
    PublicationAlerts alerts
)
{
    public ValueTask<Versioned<Publication>?> ReadAsync(
        Id<Workspace> workspace,
        Id<Publication> id,
        CancellationToken cancellationToken
    ) => publications.ReadAsync(workspace, id, cancellationToken);

    /// <param name="with">Of the same workspace: written with it, or neither is.</param>
    public async Task<Versioned<Publication>?> TryReplaceAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken,
        RowWrite? with = null
    )
    {
        var batch = new List<RowWrite>(4);
        PublicationRows.Replace(batch, current, next);
        if (with is { } more)
        {
            batch.Add(more);
        }

        var outcome = await alerts.WriteAsync(batch, current.Value, next, cancellationToken);
        if (!outcome.Succeeded)
        {
            return null;
        }

        moves.Report(current.Value, next);
        return new Versioned<Publication>(next, outcome.ETags[0]!);
    }

    /// <summary>
    /// Records that <paramref name="published"/> is live and owns its platform post, with the rows of the steps that follow it.
    /// </summary>
    public async Task<PublishedRecord> TryPublishAsync(
        Versioned<Publication> current,
        Publication published,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(published.WorkspaceId);
        var ownerKey = PublicationRows.LiveKey(published);
        var batch = new List<RowWrite>(5);
        PublicationRows.Replace(batch, current, published);
        PublicationRows.AddLive(batch, published, publishers[published.Platform].Children(published.Content));
        var outcome = await rows.WriteAsync(partition, batch, cancellationToken);
        if (outcome.Succeeded)
        {
            moves.Report(current.Value, published);
            return PublishedRecord.Recorded;
        }

        return
            await rows.ReadAsync(partition, ownerKey, cancellationToken) is { } owner
            && !owner.Data.Span.SequenceEqual(Encoding.UTF8.GetBytes(published.Id.ToString()))
            ? PublishedRecord.OwnedByAnother
            : PublishedRecord.Changed;
    }
}

public enum PublishedRecord
{
    Recorded,

    /// <summary>Another publication is this live post.</summary>
    OwnedByAnother,

    /// <summary>Somebody moved the row first.</summary>
    Changed,
}
