using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.TikTok.Rules;

/// <summary>All that TikTok documents about what apps may publish. What the account itself allows is <see cref="CreatorRules"/>.</summary>
/// <seealso href="https://developers.tiktok.com/doc/content-posting-api-reference-direct-post"/>
internal static class TikTokRules
{
    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        if (draft.Media.Count != draft.Content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("tiktok", TikTokErrors.DirectPage);
        var plan = TikTokPlan.Of(draft);
        CheckMedia(draft, findings);
        TextRules.Check(draft, plan, findings);
        OptionRules.Check(draft, plan, findings);
        for (var i = 0; i < draft.Media.Count; i++)
        {
            if (draft.Media[i].Kind is MediaKind.Video)
            {
                FileRules.CheckVideo($"media[{i}]", draft.Media[i], findings);
            }
            else if (draft.Media[i].Kind is MediaKind.Image)
            {
                FileRules.CheckPhoto($"media[{i}]", draft.Media[i], findings);
            }
        }

        CheckChannel(draft, plan, findings);
        return findings.All;
    }

    private static void CheckMedia(PublishDraft draft, NetworkFindings findings)
    {
        var (content, media) = (draft.Content, draft.Media);
        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type", "TikTok's interface has no stories: make it a post.", "post, reel", "story");
        }

        var videos = media.Count(asset => asset.Kind is MediaKind.Video);
        for (var i = 0; i < media.Count; i++)
        {
            if (media[i].Kind is MediaKind.Document)
            {
                findings.Error($"media[{i}]", "media.kind", "TikTok takes videos and photos only.", "video, image", "document");
            }
        }

        if (media is [])
        {
            findings.Error(
                "media",
                "media.required",
                "TikTok has no posts without media: add a video or photos.",
                "1 video or 1 to 35 photos",
                "none"
            );
        }
        else if (videos > 1 || videos is 1 && media.Count > 1)
        {
            findings.Error(
                "media",
                "media.mixed",
                "A post is one video, or photos only: remove the others.",
                "1 video or 1 to 35 photos",
                $"{videos} videos, {media.Count - videos} others"
            );
        }
        else if (media.Count > TikTokFormats.MostPhotos)
        {
            findings.Error(
                "media",
                "photo.count",
                "The post has too many photos: remove some.",
                "35 photos",
                $"{media.Count}",
                TikTokErrors.PhotoPage
            );
        }

        if (content.Type is PostType.Reel && videos is 0 && media.Count > 0)
        {
            findings.Error("media", "reel.video", "A reel is a video: choose a video, or make it a post.", "video", "image");
        }
    }

    private static void CheckChannel(PublishDraft draft, TikTokPlan plan, NetworkFindings findings)
    {
        if (draft.Channel.Login is not "tiktok")
        {
            findings.Error(
                "channel",
                "login",
                "The channel has no login that TikTok knows: connect it again.",
                "tiktok",
                draft.Channel.Login
            );
        }

        if (draft.Channel.Scopes is not [] && !draft.Channel.Scopes.Contains(plan.Scope))
        {
            findings.Error(
                "channel",
                "scope",
                plan.IsDirect
                    ? "The account has not given the permission to post directly: connect it again with video.publish, or set mode to inbox."
                    : "The account has not given the permission to deliver to its inbox: connect it again with video.upload.",
                plan.Scope,
                string.Join(", ", draft.Channel.Scopes),
                TikTokErrors.TokenPage
            );
        }
    }
}
