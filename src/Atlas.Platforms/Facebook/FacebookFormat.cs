using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Facebook;

internal enum FacebookFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Text,
    Link,
    Photo,
    Photos,
    Video,
    Reel,
    Story,
}

internal static class FacebookFormats
{
    private const string OwnOnly = "Facebook lets an app change only what it has published itself.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(FacebookFormat.Text), Edit: "text", Delete: true, FirstComment: true, Insights: true, OwnOnly),
        new(nameof(FacebookFormat.Link), Edit: "text", Delete: true, FirstComment: true, Insights: true, OwnOnly),
        new(nameof(FacebookFormat.Photo), Edit: "text", Delete: true, FirstComment: true, Insights: true, OwnOnly),
        new(nameof(FacebookFormat.Photos), Edit: "text", Delete: true, FirstComment: true, Insights: true, OwnOnly),
        new(nameof(FacebookFormat.Video), Edit: "text", Delete: true, FirstComment: true, Insights: true, OwnOnly),
        new(nameof(FacebookFormat.Reel), Edit: "text", Delete: true, FirstComment: true, Insights: true, OwnOnly),
        new(
            nameof(FacebookFormat.Story),
            Edit: null,
            Delete: false,
            FirstComment: false,
            Insights: true,
            "A story has no text or comments, and its interface has no deletion: it ends by itself after 24 hours, or delete it in the Facebook app."
        ),
    ]);

    public static FacebookFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (PostType.Post, []) when content.Link is { Length: > 0 } => FacebookFormat.Link,
            (PostType.Post, []) when !string.IsNullOrWhiteSpace(content.Text) => FacebookFormat.Text,
            (PostType.Post, [{ Kind: MediaKind.Image }]) => FacebookFormat.Photo,
            (PostType.Post, [{ Kind: MediaKind.Video }]) => FacebookFormat.Video,
            (PostType.Post, { Count: > 1 }) when media.All(asset => asset.Kind is MediaKind.Image) => FacebookFormat.Photos,
            (PostType.Reel, [{ Kind: MediaKind.Video }]) => FacebookFormat.Reel,
            (PostType.Story, [{ Kind: MediaKind.Image or MediaKind.Video }]) => FacebookFormat.Story,
            _ => FacebookFormat.None,
        };
}
