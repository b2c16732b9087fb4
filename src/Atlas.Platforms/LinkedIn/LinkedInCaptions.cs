using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.LinkedIn;

/// <summary>
/// Captions that go with a video. LinkedIn takes one file in SubRip, and the only language of which it shows how to name it is
/// American English: what else there is stays with the post.
/// </summary>
/// <seealso href="https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/videos-api"/>
internal static class LinkedInCaptions
{
    public const string ContentType = "application/x-subrip";

    /// <summary>Goes before the file.</summary>
    public const string Metadata =
        """{"format":"SRT","formattedForEasyReader":true,"largeText":true,"source":"USER_PROVIDED","locale":{"variant":"AMERICAN","country":"US","language":"EN"},"transcriptType":"CLOSED_CAPTION"}""";

    public static MediaAsset? Of(PublishWork work) => Of(work.Content, work.Media, work.Extras);

    /// <returns>Null where nothing of the content can go with the video.</returns>
    public static MediaAsset? Of(
        PostContent content,
        IReadOnlyList<MediaAsset> media,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> extras
    ) =>
        media is [{ Kind: MediaKind.Video }]
            ? (content.Subtitles ?? [])
                .Where(subtitles => IsEnglish(subtitles.Language))
                .Select(subtitles => extras.GetValueOrDefault(subtitles.MediaId))
                .FirstOrDefault(file => file is { ContentType: ContentType })
            : null;

    public static bool IsEnglish(string language) =>
        language.Equals("en", StringComparison.OrdinalIgnoreCase) || language.Equals("en-US", StringComparison.OrdinalIgnoreCase);
}
