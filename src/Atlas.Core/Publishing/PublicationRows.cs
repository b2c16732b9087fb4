using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>
/// The writes that keep a publication's row and its place in its group's list together. They join whatever else the same
/// batch of the workspace writes.
/// </summary>
public static class PublicationRows
{
    public static void Insert(List<RowWrite> batch, Publication publication)
    {
        batch.Add(RowWrite.Insert(WorkspaceKeys.Publication(publication.Id), publication.ToRow(StoredJson.Default.Publication)));
        batch.Add(RowWrite.Upsert(IndexKey(publication), default));
    }

    public static void Replace(List<RowWrite> batch, Versioned<Publication> current, Publication next)
    {
        batch.Add(RowWrite.Replace(WorkspaceKeys.Publication(next.Id), next.ToRow(StoredJson.Default.Publication), current.ETag));
        var (before, after) = (IndexKey(current.Value), IndexKey(next));
        if (before != after)
        {
            batch.Add(RowWrite.Delete(before));
            batch.Add(RowWrite.Upsert(after, default));
        }
    }

    public static void Delete(List<RowWrite> batch, Versioned<Publication> current)
    {
        batch.Add(RowWrite.Delete(WorkspaceKeys.Publication(current.Value.Id), current.ETag));
        batch.Add(RowWrite.Delete(IndexKey(current.Value)));
    }

    public static string IndexKey(Publication publication) =>
        WorkspaceKeys.Index(publication.State.Group(), publication.DueAt, publication.Id);
}
