using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Threads;

internal enum ThreadsFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Text,
    Image,
    Video,
    Carousel,
}

internal static class ThreadsFormats
{
    public const int MostItems = 20;

    private const string Note =
        "Threads' interface can't change a live post: edit it in the Threads app, or delete it and post again. "
        + "Deleting the first post of a thread leaves its further parts.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(ThreadsFormat.Text), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(ThreadsFormat.Image), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(ThreadsFormat.Video), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(ThreadsFormat.Carousel), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
    ]);

    public static ThreadsFormat Of(PostType type, IReadOnlyList<MediaAsset> media) =>
        (type, media) switch
        {
            (PostType.Post, []) => ThreadsFormat.Text,
            (PostType.Post or PostType.Reel, [{ Kind: MediaKind.Video }]) => ThreadsFormat.Video,
            (PostType.Post, [{ Kind: MediaKind.Image }]) => ThreadsFormat.Image,
            (PostType.Post, { Count: >= 2 and <= MostItems }) when media.All(IsVisual) => ThreadsFormat.Carousel,
            _ => ThreadsFormat.None,
        };

    private static bool IsVisual(MediaAsset asset) => asset.Kind is MediaKind.Image or MediaKind.Video;
}
