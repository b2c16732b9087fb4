using System.Text;
using Atlas.Core.Platforms;
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
        batch.Add(RowWrite.Upsert(IndexKey(publication), PublicationPlace.DataOf(publication)));
    }

    public static void Replace(List<RowWrite> batch, Versioned<Publication> current, Publication next)
    {
        batch.Add(RowWrite.Replace(WorkspaceKeys.Publication(next.Id), next.ToRow(StoredJson.Default.Publication), current.ETag));
        var (before, after) = (IndexKey(current.Value), IndexKey(next));
        var place = PublicationPlace.DataOf(next);
        if (before != after)
        {
            batch.Add(RowWrite.Delete(before));
            batch.Add(RowWrite.Upsert(after, place));
        }
        else if (!place.Span.SequenceEqual(PublicationPlace.DataOf(current.Value).Span))
        {
            batch.Add(RowWrite.Upsert(after, place));
        }
    }

    /// <summary>
    /// What a publication that turns out to be live adds to the batch that says so: its claim to the platform's post, and the
    /// steps that follow it.
    /// </summary>
    public static void AddLive(List<RowWrite> batch, Publication live, IReadOnlyList<ChildPlan> children)
    {
        batch.Add(RowWrite.Insert(LiveKey(live), Encoding.UTF8.GetBytes(live.Id.ToString())));
        for (var i = 0; i < children.Count; i++)
        {
            var step = new ChildStep
            {
                PublicationId = live.Id,
                WorkspaceId = live.WorkspaceId,
                Name = children[i].Name,
                After = children[i].After,
                Order = i,
                State = ChildStepState.Pending,
            };
            batch.Add(RowWrite.Upsert(WorkspaceKeys.ChildStep(live.Id, step.Name), step.ToRow(StoredJson.Default.ChildStep)));
        }
    }

    public static string LiveKey(Publication live) => WorkspaceKeys.LivePost(live.ChannelId, live.PlatformPostId!);

    public static void Delete(List<RowWrite> batch, Versioned<Publication> current)
    {
        batch.Add(RowWrite.Delete(WorkspaceKeys.Publication(current.Value.Id), current.ETag));
        batch.Add(RowWrite.Delete(IndexKey(current.Value)));
    }

    public static string IndexKey(Publication publication) =>
        WorkspaceKeys.Index(publication.State.Group(), publication.DueAt, publication.Id);
}
