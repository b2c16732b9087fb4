using Atlas.Core.Channels;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <param name="States">Empty for all.</param>
/// <param name="DueFrom">Inclusive.</param>
/// <param name="DueBefore">Exclusive.</param>
/// <param name="Cursor">A page's <see cref="PublicationPage.Next"/>.</param>
/// <param name="Limit">1 to 100.</param>
public sealed record PublicationQuery(
    IReadOnlyList<PublicationState> States,
    Id<Channel>? ChannelId,
    DateTimeOffset? DueFrom,
    DateTimeOffset? DueBefore,
    string? Cursor,
    int Limit
)
{
    internal IEnumerable<PublicationGroup> Groups() =>
        States.Count == 0 ? Enum.GetValues<PublicationGroup>() : States.Select(state => state.Group()).Distinct();

    internal RowRange RangeIn(PublicationGroup group)
    {
        var all = RowRange.StartingWith(WorkspaceKeys.IndexOf(group));
        var range = all with
        {
            From = DueFrom is { } from ? WorkspaceKeys.IndexAt(group, from) : all.From,
            Before = DueBefore is { } before ? WorkspaceKeys.IndexAt(group, before) : all.Before,
        };
        return Cursor is { } cursor ? range.AfterKey(WorkspaceKeys.IndexOf(group) + cursor) : range;
    }

    internal bool Matches(Publication publication) =>
        (States.Count == 0 || States.Contains(publication.State)) && (ChannelId is null || publication.ChannelId == ChannelId);
}
