using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Shows publications: the calendar by due time, the queue by state, or one with its content.</summary>
public sealed class ReadPublications(PublicationStore publications, PostInspection inspection)
{
    public async Task<Outcome<Answer>> ListAsync(Caller caller, PublicationQuery query, CancellationToken cancellationToken)
    {
        var page = await publications.ListAsync(caller.WorkspaceId, query, cancellationToken);
        var items = page.Items.Select(publication => PublicationView.Of(publication.Value)).ToList();
        return Answer.Ok(new PublicationListView(items, PageCursor.Encode(page.Next)), ApiJson.Default.PublicationListView);
    }

    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<Publication> id, CancellationToken cancellationToken) =>
        await publications.ReadAsync(caller.WorkspaceId, id, cancellationToken) is { } publication
            ? Show(
                publication.Value,
                publication.Value.State.IsEditable() ? await inspection.InspectAsync(publication.Value, cancellationToken) : [],
                await inspection.AbilityOfAsync(publication.Value, cancellationToken)
            )
            : Problem.NotFound("publication");

    internal static Answer Show(Publication publication, IReadOnlyList<FindingView> findings, FormatAbility? ability = null) =>
        Answer.Ok(
            View(publication, findings, ability),
            ApiJson.Default.PublicationDetailView,
            EntityTag.Of(publication.ToRow(StoredJson.Default.Publication).Span)
        );

    /// <summary>The work goes on behind the answer; the post's timeline tells how it ends.</summary>
    internal static Answer Accept(Publication publication, FormatAbility? ability) =>
        Answer.Accepted(
            View(publication, [], ability),
            ApiJson.Default.PublicationDetailView,
            $"/api/v1/publications/{publication.Id}",
            EntityTag.Of(publication.ToRow(StoredJson.Default.Publication).Span)
        );

    private static PublicationDetailView View(
        Publication publication,
        IReadOnlyList<FindingView> findings,
        FormatAbility? ability
    ) =>
        new(
            publication.Id,
            publication.PostId,
            publication.ChannelId,
            publication.Platform,
            publication.State,
            publication.DueAt,
            publication.PublishedAt,
            publication.PlatformPostId,
            publication.Permalink,
            publication.Attempts,
            publication.Waiting,
            publication.Failure,
            ScheduleView.Of(publication.Schedule),
            PostTimes.ViewOf(publication.LatePolicy),
            publication.Content,
            findings,
            ability is null
                ? null
                : new LiveAbilityView(ability.Format, ability.Edit, ability.Delete, ability.FirstComment, ability.Note)
        );
}
