using Atlas.Core.Platforms;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Tells apart posts that look the same. A match of text and time proves little where the channel has two such posts on their way:
/// what may be another's is left to it until its own outcome is known, which may rest on better proof: what the network has
/// accepted will have a post for certain. Of two without any proof, the one that was sent later goes first, after a while.
/// </summary>
public sealed class LookAlikes(PublicationStore publications, IOptions<PublishingOptions> settings, TimeProvider time)
{
    private static readonly IReadOnlyList<PublicationState> s_underWay = [PublicationState.Publishing, PublicationState.Unknown];

    /// <returns>Those of <paramref name="candidates"/> that are not left to another publication.</returns>
    internal async Task<IReadOnlyList<FoundPost>> WithoutOthersAsync(
        Publication publication,
        IReadOnlyList<FoundPost> candidates,
        CancellationToken cancellationToken
    )
    {
        var others = await ListOthersAsync(publication, cancellationToken);
        return others.Count == 0
            ? candidates
            : [.. candidates.Where(candidate => candidate.PublishedAt is { } at && !others.Exists(other => IsLeftTo(other, at)))];

        bool IsLeftTo(Publication other, DateTimeOffset at) =>
            other.Intent!.NotBefore <= at && (other.IsAccepted || IsLater(other, publication) || !IsPatienceOver(publication));
    }

    /// <summary>
    /// A post beside the one that settles <paramref name="publication"/> which looks the same and belongs to no publication: it went
    /// out twice, or somebody made the same post by hand. Null while another such publication is on its way, whose it may be.
    /// </summary>
    internal async Task<FoundPost?> FindSecondAsync(
        Publication publication,
        IEnumerable<FoundPost> others,
        CancellationToken cancellationToken
    )
    {
        foreach (var other in others)
        {
            if (!await publications.IsOwnedAsync(publication, other.PlatformPostId, cancellationToken))
            {
                return (await ListOthersAsync(publication, cancellationToken)).Count == 0 ? other : null;
            }
        }

        return null;
    }

    private static bool IsLater(Publication other, Publication publication) =>
        (other.Intent!.At, other.Id.Value).CompareTo((publication.Intent!.At, publication.Id.Value)) > 0;

    private bool IsPatienceOver(Publication publication) =>
        time.GetUtcNow() > publication.Intent!.Deadline + settings.Value.UncertainSettleTime / 2;

    private async Task<List<Publication>> ListOthersAsync(Publication publication, CancellationToken cancellationToken)
    {
        List<Publication> others = [];
        var query = new PublicationQuery(
            s_underWay,
            publication.ChannelId,
            DueFrom: null,
            DueBefore: null,
            Cursor: null,
            Limit: 100
        );
        do
        {
            var page = await publications.ListAsync(publication.WorkspaceId, query, cancellationToken);
            others.AddRange(
                page.Items.Select(item => item.Value)
                    .Where(other =>
                        other.Id != publication.Id
                        && other.Intent is not null
                        && other.Content.Type == publication.Content.Type
                        && other.Content.Text == publication.Content.Text
                    )
            );
            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);

        return others;
    }
}
