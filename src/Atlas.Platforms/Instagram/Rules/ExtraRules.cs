using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>Parts of a content that other networks have, and a reel's cover.</summary>
internal static class ExtraRules
{
    private const long MostCoverBytes = 8 << 20;

    public static void Check(
        PostContent content,
        IReadOnlyList<MediaAsset> media,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset>? extras,
        NetworkFindings findings
    )
    {
        if (content.Thread is { Count: > 0 })
        {
            findings.Error("thread", "thread", "Instagram has no threads: remove the further parts.");
        }

        if (content.Title is { Length: > 0 })
        {
            findings.Warn("title", "title.left-out", "Instagram has no titles: it is left out.");
        }

        if (content.Link is { Length: > 0 })
        {
            findings.Warn("link", "link.left-out", "Instagram shows no links in posts: it is left out.");
        }

        if (content.Subtitles is { Count: > 0 })
        {
            findings.Warn(
                "subtitles",
                "subtitles.left-out",
                "Subtitles are left out on Instagram: burn them into the video, or add captions in the app."
            );
        }

        if (content.Cover is not { } cover)
        {
            return;
        }

        if (InstagramFormats.Of(content, media) is not InstagramFormat.Reel)
        {
            findings.Warn("cover", "cover.left-out", "Only reels have a cover on Instagram: it is left out.");
        }
        else if (
            extras?.GetValueOrDefault(cover) is { } asset
            && (asset.ContentType != "image/jpeg" || asset.SizeBytes > MostCoverBytes)
        )
        {
            findings.Error(
                "cover",
                "cover.file",
                "A reel's cover is a JPEG of at most 8 MB.",
                "image/jpeg, 8 MB",
                $"{asset.ContentType}, {Units.Megabytes(asset.SizeBytes)}"
            );
        }
    }
}
