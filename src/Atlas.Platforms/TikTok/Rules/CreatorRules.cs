using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.TikTok.Rules;

/// <summary>What the account allows now, as its creator info says.</summary>
/// <seealso href="https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info"/>
internal static class CreatorRules
{
    public static IReadOnlyList<Finding> Check(TikTokPlan plan, IReadOnlyList<MediaAsset> media, TikTokCreator creator)
    {
        var findings = new NetworkFindings("tiktok", TikTokErrors.DirectPage);
        var levels = creator.PrivacyLevels ?? [];
        if (plan.Options.PrivacyLevel is { } level && !levels.Contains(level))
        {
            findings.Error(
                "options.privacyLevel",
                "creator.privacy",
                $"The account does not offer {level}: choose one of {string.Join(", ", levels)}.",
                string.Join(", ", levels),
                level,
                TikTokErrors.CreatorPage
            );
        }

        if (
            plan.Format is TikTokFormat.Video
            && creator.LongestVideoSeconds is { } longest
            && media is [{ Probe.Duration: { } duration }]
            && duration.TotalSeconds > longest
        )
        {
            findings.Error(
                "media[0]",
                "creator.duration",
                $"The account may post videos of at most {longest} seconds: cut it.",
                $"{longest} s",
                $"{duration.TotalSeconds:0.##} s",
                TikTokErrors.CreatorPage
            );
        }

        WarnIfOff(findings, "disableComment", "comments", creator.CommentDisabled, plan.Options.DisableComment);
        if (plan.Format is TikTokFormat.Video)
        {
            WarnIfOff(findings, "disableDuet", "duets", creator.DuetDisabled, plan.Options.DisableDuet);
            WarnIfOff(findings, "disableStitch", "stitches", creator.StitchDisabled, plan.Options.DisableStitch);
        }

        return findings.All;
    }

    private static void WarnIfOff(NetworkFindings findings, string option, string what, bool isOff, bool? disabled)
    {
        if (isOff && disabled is false)
        {
            findings.Warn(
                $"options.{option}",
                $"creator.{option}",
                $"The account has switched {what} off in TikTok: the post goes out without them.",
                source: TikTokErrors.CreatorPage
            );
        }
    }
}
