using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube.Rules;

/// <summary>All that YouTube documents about what may be published.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/docs/videos"/>
internal static class YouTubeRules
{
    public const string Network = "youtube";
    public const string VideoPage = "YouTube Data API: Videos";
    public const string HelpPage = "YouTube Help: Upload videos longer than 15 minutes";

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var content = draft.Content;
        if (draft.Media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings(Network, VideoPage);
        CheckMedia(content, draft.Media, findings);
        TextRules.Check(content, findings);
        var options = YouTubePostOptions.Read(
            content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        OptionRules.Check(draft, options, findings);
        ExtraRules.Check(draft, options, findings);
        ScopeRules.Check(draft, findings);
        return findings.All;
    }

    private static void CheckMedia(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type", "YouTube has no stories: make it a post or a reel.", "post, reel", "story");
        }

        if (media is not [{ Kind: MediaKind.Video }])
        {
            findings.Error(
                "media",
                "media.single",
                "A YouTube post is one video: give it one video and nothing else.",
                "1 video",
                media.Count == 1 ? media[0].Kind.ToString().ToLowerInvariant() : $"{media.Count} media"
            );
            return;
        }

        LengthRules.CheckFile(media[0], findings);
        if (content.Type is PostType.Reel && !YouTubeFormats.IsShort(media[0].Probe))
        {
            findings.Warn(
                "type",
                "short.shape",
                "YouTube shows square or upright videos of up to 3 minutes as Shorts: this one will be an ordinary video.",
                "1:1 or taller, up to 180 s",
                $"{media[0].Probe.Width} × {media[0].Probe.Height}, {media[0].Probe.Duration?.TotalSeconds:0.#} s"
            );
        }

        if (content.Media[0] is { AltText.Length: > 0 })
        {
            findings.Warn("media[0].altText", "unused", "YouTube has no alternative text for videos: it is left out.");
        }

        if (content.Media[0].UserTags is { Count: > 0 })
        {
            findings.Warn("media[0].userTags", "unused", "YouTube has no tags on people in videos: they are left out.");
        }
    }
}
