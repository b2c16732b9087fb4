using System.Text;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// Moves publications from state to state. Every move is a compare-and-set on the row that was read; null or false says that
/// somebody else moved it first.
/// </summary>
public sealed class PublicationLedger(IRowStore rows, PublicationStore publications)
{
    public ValueTask<Versioned<Publication>?> ReadAsync(
        Id<Workspace> workspace,
        Id<Publication> id,
        CancellationToken cancellationToken
    ) => publications.ReadAsync(workspace, id, cancellationToken);

    public async Task<Versioned<Publication>?> TryReplaceAsync(
        Versioned<Publication> current,
        Publication next,
        CancellationToken cancellationToken
    )
    {
        var batch = new List<RowWrite>(3);
        PublicationRows.Replace(batch, current, next);
        var outcome = await rows.WriteAsync(WorkspaceKeys.Partition(next.WorkspaceId), batch, cancellationToken);
        return outcome.Succeeded ? new Versioned<Publication>(next, outcome.ETags[0]!) : null;
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
        var ownerKey = WorkspaceKeys.LivePost(published.ChannelId, published.PlatformPostId!);
        var batch = new List<RowWrite>(5);
        PublicationRows.Replace(batch, current, published);
        batch.Add(RowWrite.Insert(ownerKey, Encoding.UTF8.GetBytes(published.Id.ToString())));
        if (published.Content.FirstComment is { Length: > 0 })
        {
            var step = new ChildStep
            {
                PublicationId = published.Id,
                WorkspaceId = published.WorkspaceId,
                Name = ChildStep.FirstComment,
                State = ChildStepState.Pending,
            };
            batch.Add(
                RowWrite.Upsert(WorkspaceKeys.ChildStep(published.Id, step.Name), step.ToRow(StoredJson.Default.ChildStep))
            );
        }

        var outcome = await rows.WriteAsync(partition, batch, cancellationToken);
        if (outcome.Succeeded)
        {
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
