using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Mastodon;

internal enum MastodonFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Text,
    Images,
    Video,
}

internal static class MastodonFormats
{
    private const string Note = "A first comment is a reply by the account itself. There are no view counts.";

    public static readonly PlatformAbilities Abilities = new([
        .. new[] { MastodonFormat.Text, MastodonFormat.Images, MastodonFormat.Video }.Select(format => new FormatAbility(
            format.ToString(),
            Edit: "text",
            Delete: true,
            FirstComment: true,
            Insights: true,
            Note
        )),
    ]);

    public static MastodonFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (PostType.Story, _) => MastodonFormat.None,
            (_, []) => MastodonFormat.Text,
            (_, [{ Kind: MediaKind.Video }]) => MastodonFormat.Video,
            _ when media.All(asset => asset.Kind is MediaKind.Image) => MastodonFormat.Images,
            _ => MastodonFormat.None,
        };
}
