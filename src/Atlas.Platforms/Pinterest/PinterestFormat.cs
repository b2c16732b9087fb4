using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Pinterest;

internal enum PinterestFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Image,
    Carousel,
    Video,
}

internal static class PinterestFormats
{
    public const int MostImages = 5;

    private const string Edit = "text, title, link, options.boardId, options.boardSectionId";

    private const string Note =
        "Pinterest lets only some apps change a live pin (a beta): where it refuses, edit it on Pinterest. "
        + "Its interface has no comments under pins.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(PinterestFormat.Image), Edit, Delete: true, FirstComment: false, Insights: true, Note),
        new(nameof(PinterestFormat.Carousel), Edit, Delete: true, FirstComment: false, Insights: true, Note),
        new(nameof(PinterestFormat.Video), Edit, Delete: true, FirstComment: false, Insights: true, Note),
    ]);

    public static PinterestFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (PostType.Post, [{ Kind: MediaKind.Image }]) => PinterestFormat.Image,
            (PostType.Post or PostType.Reel, [{ Kind: MediaKind.Video }]) => PinterestFormat.Video,
            (PostType.Post, { Count: >= 2 and <= MostImages }) when media.All(asset => asset.Kind is MediaKind.Image) =>
                PinterestFormat.Carousel,
            _ => PinterestFormat.None,
        };
}
