using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

internal static class OptionRules
{
    private const int MostCollaborators = 5;

    /// <summary>Some of Meta's pages still give the older number.</summary>
    private const int SafeCollaborators = 3;

    public static void Check(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var options = InstagramPostOptions.Read(
            content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        if (options == InstagramPostOptions.Empty)
        {
            return;
        }

        var format = InstagramFormats.Of(content, media);
        CheckCover(options, media, findings);
        CheckPeople(options, findings);
        AddOnRules.Check(options, format, findings);
        if (
            options.LocationId is { } location
            && (location.Length is 0 or > 32 || location.AsSpan().ContainsAnyExceptInRange('0', '9'))
        )
        {
            findings.Error(
                "options.locationId",
                "options.location",
                "A location is given by the id of a Page that has a place.",
                "digits",
                location
            );
        }

        if (options.Trial is { } trial && trial is not ("manual" or "performance"))
        {
            findings.Error(
                "options.trial",
                "options.trial",
                "A trial reel ends by hand or by its performance.",
                "manual, performance",
                trial
            );
        }

        if (format is not (InstagramFormat.Reel or InstagramFormat.None))
        {
            WarnUnused(
                findings,
                "reels",
                ("coverUrl", options.CoverUrl is not null),
                ("thumbOffset", options.ThumbOffset is not null),
                ("shareToFeed", options.ShareToFeed is not null),
                ("audioName", options.AudioName is not null),
                ("trial", options.Trial is not null)
            );
        }

        if (format is InstagramFormat.Story)
        {
            WarnUnused(
                findings,
                "posts and reels",
                ("locationId", options.LocationId is not null),
                ("collaborators", options.Collaborators.Count > 0),
                ("aiGenerated", options.AiGenerated is not null),
                ("paidPartnership", options.PaidPartnership is not null),
                ("sponsorIds", options.SponsorIds.Count > 0)
            );
        }
    }

    private static void CheckCover(InstagramPostOptions options, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (
            options.CoverUrl is { } cover
            && !(Uri.TryCreate(cover, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
        )
        {
            findings.Error(
                "options.coverUrl",
                "options.cover",
                "The cover is the public address of a JPEG of at most 8 MB.",
                "http or https address",
                "no address"
            );
        }

        if (options.ThumbOffset is not { } offset)
        {
            return;
        }

        var duration = media is [{ Kind: MediaKind.Video, Probe.Duration: { } known }] ? known : (TimeSpan?)null;
        if (offset < 0 || duration is { } end && offset >= end.TotalMilliseconds)
        {
            findings.Error(
                "options.thumbOffset",
                "options.thumb-offset",
                "The cover's time is outside the video.",
                duration is { } length ? $"0 to {length.TotalMilliseconds - 1:0} ms" : "0 ms or more",
                $"{offset} ms",
                InstagramPages.ErrorPage
            );
        }

        if (options.CoverUrl is not null)
        {
            findings.Warn("options.thumbOffset", "options.cover", "The cover image is used, and this time is not.");
        }
    }

    private static void CheckPeople(InstagramPostOptions options, NetworkFindings findings)
    {
        var count = options.Collaborators.Count;
        if (count > MostCollaborators)
        {
            findings.Error(
                "options.collaborators",
                "options.collaborators",
                "There are too many collaborators.",
                $"{MostCollaborators} accounts",
                $"{count}"
            );
        }
        else if (count > SafeCollaborators)
        {
            findings.Warn(
                "options.collaborators",
                "options.collaborators",
                "Some accounts may have no more than 3 collaborators.",
                $"{SafeCollaborators} to {MostCollaborators} accounts",
                $"{count}"
            );
        }

        for (var i = 0; i < count; i++)
        {
            if (!TagRules.IsUsername(options.Collaborators[i]))
            {
                findings.Error(
                    $"options.collaborators[{i}]",
                    "options.username",
                    "This is no Instagram username.",
                    "1 to 30 letters, digits, dots and underscores",
                    options.Collaborators[i]
                );
            }
        }
    }

    private static void WarnUnused(NetworkFindings findings, string kinds, params ReadOnlySpan<(string Name, bool IsSet)> options)
    {
        foreach (var (name, isSet) in options)
        {
            if (isSet)
            {
                findings.Warn($"options.{name}", "options.unused", $"Only {kinds} have this option: it is left out here.");
            }
        }
    }
}
