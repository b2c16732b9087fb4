using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>What a person asked for: the live post becomes this, or goes, and what a thread's parts have made goes before it.</summary>
/// <param name="Work">Its content is what the post is to become; of a removal, what it is.</param>
/// <param name="PlatformPostId">What the next call changes or removes.</param>
/// <param name="After">The cursor behind that call where more posts are to be removed; null for the last.</param>
internal sealed record LiveChange(PublishWork Work, PostContent? Content, string PlatformPostId, string? After)
{
    /// <param name="all">The steps of the post.</param>
    public static LiveChange Of(ChildStep step, ChildWork work, IReadOnlyList<Versioned<ChildStep>> all)
    {
        if (step.Content is { } content)
        {
            var edited = work.Publish with { Content = content, ContentHash = ContentHash.Of(content) };
            return new LiveChange(edited, content, work.PlatformPostId, After: null);
        }

        // The last part goes first: the post itself is what leads to them.
        var parts = all.Select(part => part.Value)
            .Where(part => ChildStep.PartIndex(part.Name) is not null && part.PlatformId is not null)
            .Reverse()
            .ToList();
        var gone = int.TryParse(step.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var done) ? done : 0;
        return gone < parts.Count
            ? new LiveChange(
                work.Publish with
                {
                    Cursor = parts[gone].Cursor, // the post's own names the post's messages
                },
                null,
                parts[gone].PlatformId!,
                (gone + 1).ToString(CultureInfo.InvariantCulture)
            )
            : new LiveChange(work.Publish, null, work.PlatformPostId, After: null);
    }

    /// <summary>Whether the post is as it was asked for; null where a look has told nothing.</summary>
    public bool? IsMade(LiveAnswer seen) =>
        seen switch
        {
            LiveAnswer.Gone => Content is null,
            LiveAnswer.Shown shown => Content is not null && shown.IsAsWanted,
            _ => null,
        };

    public Publication ApplyTo(Publication live) =>
        Content is null
            ? live with
            {
                State = PublicationState.Removed,
            }
            : live with
            {
                Content = Content,
                ContentHash = Work.ContentHash,
                ApprovedHash = Work.ContentHash,
            };
}
