using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.LinkedIn;

internal enum LinkedInFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Text,

    /// <summary>A link's card.</summary>
    Article,
    Image,
    MultiImage,
    Video,
    Document,
}

internal static class LinkedInFormats
{
    public const int MostImages = 20;

    private const string Note =
        "A member's own posts can't be read back: where an answer is lost, a person says whether the post is there. Pages can be read.";

    private const string MediaNote = $"{Note} Media and cards can't be changed on a live post.";

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(LinkedInFormat.Text), Edit: "text", Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(LinkedInFormat.Article), Edit: "text", Delete: true, FirstComment: true, Insights: true, MediaNote),
        new(nameof(LinkedInFormat.Image), Edit: "text", Delete: true, FirstComment: true, Insights: true, MediaNote),
        new(nameof(LinkedInFormat.MultiImage), Edit: "text", Delete: true, FirstComment: true, Insights: true, MediaNote),
        new(nameof(LinkedInFormat.Video), Edit: "text", Delete: true, FirstComment: true, Insights: true, MediaNote),
        new(nameof(LinkedInFormat.Document), Edit: "text", Delete: true, FirstComment: true, Insights: true, MediaNote),
    ]);

    public static LinkedInFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (not PostType.Post, _) => LinkedInFormat.None,
            (_, []) when content.Link is { Length: > 0 } => LinkedInFormat.Article,
            (_, []) => content.Text.Length > 0 ? LinkedInFormat.Text : LinkedInFormat.None,
            (_, [{ Kind: MediaKind.Image }]) => LinkedInFormat.Image,
            (_, [{ Kind: MediaKind.Video }]) => LinkedInFormat.Video,
            (_, [{ Kind: MediaKind.Document }]) => LinkedInFormat.Document,
            (_, { Count: <= MostImages }) when media.All(asset => asset.Kind is MediaKind.Image) => LinkedInFormat.MultiImage,
            _ => LinkedInFormat.None,
        };
}
