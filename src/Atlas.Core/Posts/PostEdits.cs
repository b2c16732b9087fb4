using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Posts;

/// <summary>Gathers what a command makes of a post and its publications, and turns it into one change.</summary>
internal sealed class PostEdits(Versioned<Post> current, IReadOnlyList<Versioned<Publication>> publications)
{
    private readonly Publication[] _next = [.. publications.Select(publication => publication.Value)];

    public Post Post { get; set; } = current.Value;

    public int Count => _next.Length;

    public Publication this[int index]
    {
        get => _next[index];
        set => _next[index] = value;
    }

    /// <summary>The first publication that <paramref name="blocks"/> names, as a refusal.</summary>
    public Problem? RefuseWhere(Func<Publication, bool> blocks, string why)
    {
        foreach (var publication in publications)
        {
            if (blocks(publication.Value))
            {
                return Problem.Conflict(
                    "wrong-state",
                    $"The publication {publication.Value.Id} is {publication.Value.State}: {why}"
                );
            }
        }

        return null;
    }

    /// <summary>The writes of all that differs from what was read.</summary>
    public Outcome<Change> ToChange(
        Answer answer,
        PublicationNudge nudge,
        IPublicationStarter starter,
        List<RowWrite>? more = null
    )
    {
        List<RowWrite> writes =
        [
            RowWrite.Replace(WorkspaceKeys.Post(Post.Id), Post.ToRow(StoredJson.Default.Post), current.ETag),
            .. more ?? [],
        ];
        List<DueEntry> due = [];
        List<(Publication Before, Publication After)> changed = [];
        for (var i = 0; i < _next.Length; i++)
        {
            var (before, after) = (publications[i].Value, _next[i]);
            if (ReferenceEquals(before, after))
            {
                continue;
            }

            PublicationRows.Replace(writes, publications[i], after);
            changed.Add((before, after));
            if (after is { State: PublicationState.Scheduled, DueAt: { } dueAt })
            {
                due.Add(new DueEntry(dueAt, after.WorkspaceId, after.Id));
            }
        }

        if (PostDrafts.RefuseTooLarge(writes) is { } tooLarge)
        {
            return tooLarge;
        }

        return new Change(writes, answer)
        {
            Due = due,
            Afterwards = async cancellationToken =>
            {
                foreach (var (before, after) in changed)
                {
                    await nudge.AfterChangeAsync(starter, before, after, cancellationToken);
                }
            },
        };
    }

    /// <summary>The writes that take the post and all of its publications away.</summary>
    public List<RowWrite> Deletions()
    {
        List<RowWrite> writes = [RowWrite.Delete(WorkspaceKeys.Post(Post.Id), current.ETag)];
        foreach (var publication in publications)
        {
            PublicationRows.Delete(writes, publication);
        }

        return writes;
    }

    public Answer Show(IReadOnlyList<FindingView> findings) =>
        Answer.Ok(
            PostView.Of(Post, [.. _next.Select(PublicationView.Of)], findings),
            ApiJson.Default.PostView,
            EntityTag.Of(Post.ToRow(StoredJson.Default.Post).Span)
        );
}
