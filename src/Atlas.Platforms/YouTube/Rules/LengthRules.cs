using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube.Rules;

/// <summary>Size and duration. How long a video may be depends on the channel, which only YouTube knows.</summary>
internal static class LengthRules
{
    private const long MostBytes = 256L << 30;

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_unverified = TimeSpan.FromMinutes(15);

    public static void CheckFile(MediaAsset video, NetworkFindings findings)
    {
        if (video.SizeBytes > MostBytes)
        {
            findings.Error(
                "media[0]",
                "video.size",
                "The video file is too large: export it smaller.",
                "256 GB",
                $"{video.SizeBytes / (1024.0 * 1024 * 1024):0.##} GB"
            );
        }

        if (video.SizeBytes == 0)
        {
            findings.Error("media[0]", "video.size", "The video's file is empty.", "1 byte or more", "0 bytes");
        }

        if (video.Probe.Duration is { } duration && duration > s_longest)
        {
            findings.Error(
                "media[0]",
                "video.duration",
                "The video is too long: cut it.",
                "12 hours",
                $"{duration.TotalHours:0.##} hours",
                YouTubeRules.HelpPage
            );
        }
    }

    /// <summary>Whether only verified channels may publish it.</summary>
    public static bool IsLong(IReadOnlyList<MediaAsset> media) =>
        media is [{ Probe.Duration: { } duration }] && duration > s_unverified;

    /// <param name="longUploads">The channel's <c>longUploadsStatus</c>.</param>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<MediaAsset> media, string longUploads)
    {
        var findings = new NetworkFindings(YouTubeRules.Network, YouTubeRules.HelpPage);
        if (IsLong(media) && longUploads is "eligible" or "disallowed")
        {
            findings.Error(
                "media[0]",
                "video.duration.channel",
                longUploads is "eligible"
                    ? "The channel may publish up to 15 minutes only: verify its phone number at youtube.com/verify, or cut the video."
                    : "YouTube allows this channel 15 minutes only: cut the video.",
                "15 minutes",
                $"{media[0].Probe.Duration!.Value.TotalMinutes:0.#} minutes"
            );
        }

        return findings.All;
    }
}
