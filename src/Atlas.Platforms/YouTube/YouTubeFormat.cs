using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.YouTube;

internal enum YouTubeFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Video,
    Short,
}

internal static class YouTubeFormats
{
    private const string Edit =
        "text, title, options.privacy, options.tags, options.categoryId, options.language, options.audioLanguage, "
        + "options.license, options.embeddable, options.publicStats, options.syntheticMedia, options.madeForKids";

    private const string Note =
        "It is uploaded as a private video ahead of its time and made visible on time. Channels whose Google project has not been audited may be kept private by YouTube.";

    /// <summary>YouTube itself decides what a Short is: no parameter asks for one.</summary>
    private static readonly TimeSpan s_longestShort = TimeSpan.FromMinutes(3);

    public static readonly PlatformAbilities Abilities = new([
        new(nameof(YouTubeFormat.Video), Edit, Delete: true, FirstComment: true, Insights: true, Note),
        new(nameof(YouTubeFormat.Short), Edit, Delete: true, FirstComment: true, Insights: true, Note),
    ]);

    public static YouTubeFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        (content.Type, media) switch
        {
            (PostType.Post or PostType.Reel, [{ Kind: MediaKind.Video } video]) => IsShort(video.Probe)
                ? YouTubeFormat.Short
                : YouTubeFormat.Video,
            _ => YouTubeFormat.None,
        };

    public static bool IsShort(MediaProbe probe) =>
        probe is { AspectRatio: <= 1.0, Duration: { } duration } && duration <= s_longestShort;
}
