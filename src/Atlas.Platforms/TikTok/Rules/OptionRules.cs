using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.TikTok.Rules;

internal static class OptionRules
{
    private const string OnlyForTheAccount = "SELF_ONLY";

    public static void Check(PublishDraft draft, TikTokPlan plan, NetworkFindings findings)
    {
        TikTokPostOptions.Read(draft.Content.Options, (field, problem) => findings.Error(field, "options.invalid", problem));
        CheckCovers(draft, plan, findings);
        if (plan.Format is TikTokFormat.Photo && plan.Options.Transfer is "file")
        {
            findings.Error(
                "options.transfer",
                "photo.transfer",
                "TikTok takes photos only by fetching them: remove the option.",
                "url",
                "file",
                TikTokErrors.PhotoPage
            );
        }

        if (plan.IsDirect)
        {
            CheckPrivacy(draft, plan.Options, findings);
        }
        else
        {
            WarnUnused(
                findings,
                "inbox posts: the person who finishes the post chooses it in the app",
                ("privacyLevel", plan.Options.PrivacyLevel is not null),
                ("disableComment", plan.Options.DisableComment is not null),
                ("disableDuet", plan.Options.DisableDuet is not null),
                ("disableStitch", plan.Options.DisableStitch is not null),
                ("coverTimestampMs", plan.Options.CoverTimestampMs is not null),
                ("brandContent", plan.Options.BrandContent is not null),
                ("brandOrganic", plan.Options.BrandOrganic is not null),
                ("aiGenerated", plan.Options.AiGenerated is not null),
                ("autoAddMusic", plan.Options.AutoAddMusic is not null)
            );
        }

        if (plan is { Format: TikTokFormat.Photo, IsDirect: true })
        {
            WarnUnused(
                findings,
                "photo posts",
                ("disableDuet", plan.Options.DisableDuet is not null),
                ("disableStitch", plan.Options.DisableStitch is not null),
                ("aiGenerated", plan.Options.AiGenerated is not null)
            );
        }
        else if (plan is { Format: TikTokFormat.Video, IsDirect: true })
        {
            WarnUnused(findings, "videos", ("autoAddMusic", plan.Options.AutoAddMusic is not null));
        }
    }

    private static void CheckPrivacy(PublishDraft draft, TikTokPostOptions options, NetworkFindings findings)
    {
        if (options.PrivacyLevel is null)
        {
            findings.Error(
                "options.privacyLevel",
                "privacy.required",
                "TikTok wants a person to choose who may see a direct post: set privacyLevel.",
                "PUBLIC_TO_EVERYONE, MUTUAL_FOLLOW_FRIENDS, FOLLOWER_OF_CREATOR, SELF_ONLY",
                "none",
                TikTokErrors.SharingPage
            );
        }
        else if (draft.App is not { Audited: true } && options.PrivacyLevel is not OnlyForTheAccount)
        {
            findings.Error(
                "options.privacyLevel",
                "privacy.unaudited",
                "Until TikTok has audited the app, direct posts are for the account itself only: choose SELF_ONLY, or set mode to inbox.",
                OnlyForTheAccount,
                options.PrivacyLevel,
                TikTokErrors.SharingPage
            );
        }

        if (options is { BrandContent: true, PrivacyLevel: OnlyForTheAccount })
        {
            findings.Error(
                "options.brandContent",
                "brand.private",
                "Branded content can't be private: choose another privacyLevel, or do not mark it as a paid partnership.",
                "not SELF_ONLY",
                OnlyForTheAccount,
                TikTokErrors.SharingPage
            );
        }
    }

    private static void CheckCovers(PublishDraft draft, TikTokPlan plan, NetworkFindings findings)
    {
        if (plan.Options.CoverTimestampMs is { } at)
        {
            if (plan.Format is TikTokFormat.Photo)
            {
                WarnUnused(findings, "photo posts", ("coverTimestampMs", true));
            }
            else if (draft.Media is [{ Probe.Duration: { } duration }] && at > duration.TotalMilliseconds)
            {
                findings.Error(
                    "options.coverTimestampMs",
                    "cover.timestamp",
                    "The cover's frame is behind the video's end.",
                    $"{duration.TotalMilliseconds:0} ms",
                    $"{at} ms"
                );
            }
        }

        if (plan.Options.PhotoCoverIndex is { } index)
        {
            if (plan.Format is TikTokFormat.Video)
            {
                WarnUnused(findings, "videos", ("photoCoverIndex", true));
            }
            else if (plan.Format is TikTokFormat.Photo && index >= draft.Media.Count)
            {
                findings.Error(
                    "options.photoCoverIndex",
                    "cover.index",
                    "The post has no photo at that place; the first one is 0.",
                    $"0 to {draft.Media.Count - 1}",
                    $"{index}",
                    TikTokErrors.PhotoPage
                );
            }
        }
    }

    private static void WarnUnused(NetworkFindings findings, string where, params ReadOnlySpan<(string Name, bool Given)> options)
    {
        foreach (var (name, given) in options)
        {
            if (given)
            {
                findings.Warn($"options.{name}", "options.unused", $"This option is left out on {where}.");
            }
        }
    }
}
