using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Instagram;

internal enum InstagramFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Image,
    Carousel,
    Reel,
    Story,
}

internal static class InstagramFormats
{
    public const int MostItems = 10;

    private const string ByHand =
        "Instagram's interface can't change a live post: edit it in the Instagram app. It deletes posts of accounts that are connected by Facebook Login only.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(InstagramFormat.Image), Edit: null, Delete: true, FirstComment: true, Insights: true, ByHand),
        new(nameof(InstagramFormat.Carousel), Edit: null, Delete: true, FirstComment: true, Insights: true, ByHand),
        new(nameof(InstagramFormat.Reel), Edit: null, Delete: true, FirstComment: true, Insights: true, ByHand),
        new(nameof(InstagramFormat.Story), Edit: null, Delete: true, FirstComment: false, Insights: true, ByHand),
    ]);

    /// <summary>A feed post of one video is a reel: Instagram has no other single videos any more.</summary>
    public static InstagramFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (_, []) => InstagramFormat.None,
            (PostType.Post, [{ Kind: MediaKind.Image }]) => InstagramFormat.Image,
            (PostType.Post, [{ Kind: MediaKind.Video }]) => InstagramFormat.Reel,
            (PostType.Post, { Count: >= 2 and <= MostItems }) when media.All(IsVisual) => InstagramFormat.Carousel,
            (PostType.Reel, [{ Kind: MediaKind.Video }]) => InstagramFormat.Reel,
            (PostType.Story, [var only]) when IsVisual(only) => InstagramFormat.Story,
            _ => InstagramFormat.None,
        };

    private static bool IsVisual(MediaAsset asset) => asset.Kind is MediaKind.Image or MediaKind.Video;
}
