using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Platforms.Bluesky;

internal enum BlueskyFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Text,
    Images,
    Video,
}

/// <summary>One record to be: the post itself, a further part of its thread, or its first comment.</summary>
/// <param name="Card">Picture of the link card.</param>
/// <param name="Quote">The post that is shown in it.</param>
internal sealed record BlueskyPart(
    string Text,
    IReadOnlyList<(MediaAsset Asset, string? Alt)> Media,
    string? Link = null,
    string? Title = null,
    MediaAsset? Card = null,
    BlueskyAddress? Quote = null
)
{
    public const int MostImages = 4;

    public MediaAsset? Video => Media is [{ Asset: { Kind: MediaKind.Video } only }] ? only : null;

    /// <summary>All that uploadBlob takes, in order.</summary>
    public IReadOnlyList<MediaAsset> Pictures =>
        Video is not null ? [] : [.. Media.Select(medium => medium.Asset), .. Card is null ? (MediaAsset[])[] : [Card]];

    public static BlueskyPart Main(PublishDraft draft)
    {
        var content = draft.Content;
        var media = content.Media.Select((medium, i) => (draft.Media[i], medium.AltText ?? draft.Media[i].AltText)).ToList();
        // A post has one embed: with pictures the card has no place, and the rules say so.
        var hasCard = media.Count == 0 && content.Link is { Length: > 0 };
        return new BlueskyPart(
            content.Text,
            media,
            hasCard ? content.Link : null,
            hasCard ? content.Title : null,
            hasCard && content.Cover is { } cover ? draft.Extras.GetValueOrDefault(cover) : null,
            BlueskyPostOptions.Read(content.Options).Quote is { } quote ? BlueskyAddress.Read(quote) : null
        );
    }

    public static BlueskyPart Child(PublishDraft draft, string name) =>
        ChildStep.PartIndex(name) is { } index
            ? Of(draft, draft.Content.Thread![index])
            : new BlueskyPart(draft.Content.FirstComment!, []);

    public static BlueskyPart Of(PublishDraft draft, ThreadPart part) =>
        new(
            part.Text,
            [
                .. (part.Media ?? [])
                    .Where(medium => draft.Extras.ContainsKey(medium.MediaId))
                    .Select(medium => (draft.Extras[medium.MediaId], medium.AltText ?? draft.Extras[medium.MediaId].AltText)),
            ]
        );

    public static BlueskyFormat FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (PostType.Story, _) => BlueskyFormat.None,
            (_, [{ Kind: MediaKind.Video }]) => BlueskyFormat.Video,
            (PostType.Reel, _) => BlueskyFormat.None,
            (_, []) => content.Text.Length > 0 || content.Link is { Length: > 0 } ? BlueskyFormat.Text : BlueskyFormat.None,
            (_, { Count: <= MostImages }) when media.All(asset => asset.Kind is MediaKind.Image) => BlueskyFormat.Images,
            _ => BlueskyFormat.None,
        };
}
