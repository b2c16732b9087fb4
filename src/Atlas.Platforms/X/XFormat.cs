using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.X;

internal enum XFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Text,
    Images,
    Gif,
    Video,
}

internal static class XFormats
{
    public const int MostImages = 4;

    private const string Note =
        "X's interface can't change a live post: delete it and post again. Deleting the first post of a thread leaves its replies.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(XFormat.Text), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(XFormat.Images), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(XFormat.Gif), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(XFormat.Video), Edit: null, Delete: true, FirstComment: true, Insights: true, Note),
    ]);

    public static XFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        content.Type is PostType.Post ? Of(XText.Of(content), media) : XFormat.None;

    public static XFormat Of(string text, IReadOnlyList<MediaAsset> media) =>
        media switch
        {
            [] => text.Length > 0 ? XFormat.Text : XFormat.None,
            [var only] when IsGif(only) => XFormat.Gif,
            [{ Kind: MediaKind.Video }] => XFormat.Video,
            { Count: <= MostImages } when media.All(asset => asset.Kind is MediaKind.Image && !IsGif(asset)) => XFormat.Images,
            _ => XFormat.None,
        };

    public static bool IsGif(MediaAsset asset) =>
        asset.Kind is MediaKind.Image && asset.Probe is { ContentType: "image/gif", Animated: not false };

    /// <summary>As an upload names what it is for.</summary>
    public static string Category(MediaAsset asset) =>
        asset.Kind is MediaKind.Video ? "tweet_video"
        : IsGif(asset) ? "tweet_gif"
        : "tweet_image";
}
