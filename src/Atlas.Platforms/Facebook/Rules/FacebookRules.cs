using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Facebook.Rules;

/// <summary>All that is known about what a Page may publish.</summary>
/// <seealso href="https://developers.facebook.com/docs/pages-api/posts"/>
internal static class FacebookRules
{
    public const string Posts = "Pages API: Posts";
    public const string Photos = "Graph API: Page Photos";
    public const string Videos = "Graph API: Page Videos";
    public const string Reels = "Video API: Reels Publishing";
    public const string Stories = "Video API: Page Stories";

    private const int UsualMostPhotos = 10;

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (content, media) = (draft.Content, draft.Media);
        if (media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("facebook", Posts);
        CheckStructure(content, media, findings);
        TextRules.Check(content, media, findings);
        for (var i = 0; i < media.Count; i++)
        {
            if (media[i].Kind is MediaKind.Image)
            {
                PhotoRules.Check($"media[{i}]", content.Type, media[i], findings);
            }
            else if (media[i].Kind is MediaKind.Video)
            {
                VideoRules.Check($"media[{i}]", content.Type, media[i], findings);
            }

            CheckMedium($"media[{i}]", content.Media[i], media[i], findings);
        }

        CheckExtras(draft, findings);
        CheckOptions(content, media, findings);
        CheckChannel(draft.Channel, content, findings);
        return findings.All;
    }

    private static void CheckStructure(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var videos = media.Count(asset => asset.Kind is MediaKind.Video);
        if (content.Type is not PostType.Post && media.Count != 1)
        {
            findings.Error(
                "media",
                "media.single",
                "A reel or a story has one medium.",
                "1 medium",
                $"{media.Count}",
                content.Type is PostType.Reel ? Reels : Stories
            );
        }
        else if (content.Type is PostType.Reel && videos == 0)
        {
            findings.Error(
                "media[0]",
                "reel.video",
                "A reel is a video: choose a video, or make it a post.",
                "video",
                "image",
                Reels
            );
        }

        if (content.Type is PostType.Post && videos > 0 && media.Count > 1)
        {
            findings.Error(
                "media",
                "media.mixed",
                "A post on Facebook has either photos or one video: remove the others, or make several posts.",
                "photos, or 1 video",
                $"{videos} videos among {media.Count} media"
            );
        }
        else if (content.Type is PostType.Post && media.Count > UsualMostPhotos)
        {
            findings.Warn(
                "media",
                "photos.count",
                "Facebook states no number, and others send at most 10 photos: this many may be refused.",
                $"{UsualMostPhotos} photos",
                $"{media.Count}"
            );
        }

        if (FacebookFormats.Of(content, media) is FacebookFormat.None && media.Count == 0 && content.Type is PostType.Post)
        {
            findings.Error("text", "text.required", "A post without media or link needs a text.", "1 or more characters", "0");
        }

        for (var i = 0; i < media.Count; i++)
        {
            if (media[i].Kind is MediaKind.Document)
            {
                findings.Error($"media[{i}]", "media.kind", "Facebook takes photos and videos only.", "image, video", "document");
            }
        }
    }

    private static void CheckMedium(string field, PostMedia medium, MediaAsset asset, NetworkFindings findings)
    {
        if (medium.UserTags is { Count: > 0 })
        {
            findings.Warn(
                $"{field}.userTags",
                "tags.left-out",
                "People can't be tagged on Facebook from here: tags are left out."
            );
        }

        if (medium.AltText is { Length: > 0 } && asset.Kind is MediaKind.Video)
        {
            findings.Warn(
                $"{field}.altText",
                "alt-text.kind",
                "Facebook takes alternative text for photos only: it is left out here.",
                source: Photos
            );
        }
    }

    private static void CheckExtras(PublishDraft draft, NetworkFindings findings)
    {
        var content = draft.Content;
        if (content.Thread is { Count: > 0 })
        {
            findings.Error("thread", "thread", "Facebook has no threads: remove the further parts.");
        }

        if (content.Subtitles is { Count: > 0 })
        {
            findings.Warn("subtitles", "subtitles.left-out", "Subtitles are left out on Facebook: add them in the Facebook app.");
        }

        if (content.Cover is not { } cover)
        {
            return;
        }

        if (FacebookFormats.Of(content, draft.Media) is not (FacebookFormat.Video or FacebookFormat.Reel))
        {
            findings.Error("cover", "cover.kind", "A cover belongs to a video or reel: remove it.", source: Videos);
        }
        else if (
            draft.Extras.GetValueOrDefault(cover) is { } asset
            && (asset.ContentType is not ("image/jpeg" or "image/png") || asset.SizeBytes > 10 << 20)
        )
        {
            findings.Error(
                "cover",
                "cover.file",
                "A cover is a JPEG or PNG of at most 10 MB.",
                "image/jpeg, image/png; 10 MB",
                $"{asset.ContentType}; {PhotoRules.Megabytes(asset.SizeBytes)}",
                Videos
            );
        }
    }

    private static void CheckOptions(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var options = FacebookPostOptions.Read(content.Options, (field, problem) => findings.Error(field, "options", problem));
        var format = FacebookFormats.Of(content, media);
        if (options.TextFormatPresetId is not null && (format is not FacebookFormat.Text || content.Text.Length > 130))
        {
            findings.Error(
                "options.textFormatPresetId",
                "options.preset",
                "A coloured background needs a post of text alone with at most 130 characters.",
                "130 characters, no media, no link",
                $"{content.Text.Length} characters, {media.Count} media"
            );
        }

        if (options.PlaceId is not null && format is FacebookFormat.Video or FacebookFormat.Story)
        {
            findings.Warn("options.placeId", "options.place", "A place is left out on videos and stories.", source: Videos);
        }

        CheckCollaborators(options.Collaborators, format, findings);
        if (options.Countries.Count > 0 && format is FacebookFormat.Story)
        {
            findings.Error(
                "options.countries",
                "options.countries",
                "A story is for everybody: remove the countries.",
                source: Stories
            );
        }
    }

    private static void CheckCollaborators(IReadOnlyList<string> pages, FacebookFormat format, NetworkFindings findings)
    {
        if (pages.Count > 0 && format is not (FacebookFormat.Reel or FacebookFormat.None))
        {
            findings.Error(
                "options.collaborators",
                "options.collaborators",
                "Only a reel can be shown by other Pages too: make it a reel, or remove them.",
                source: Videos
            );
        }

        if (
            pages.Count > FacebookFollowUps.MostInvited
            || pages.Distinct().Count() < pages.Count
            || pages.Any(id => id.Length is 0 or > 32 || id.AsSpan().ContainsAnyExceptInRange('0', '9'))
        )
        {
            findings.Error(
                "options.collaborators",
                "options.collaborators.ids",
                "They are at most ten different Pages, by their ids.",
                $"{FacebookFollowUps.MostInvited} ids of digits",
                string.Join(", ", pages),
                Videos
            );
        }
    }

    private static void CheckChannel(Channel channel, PostContent content, NetworkFindings findings)
    {
        if (channel.Login != "facebook")
        {
            findings.Error(
                "channel",
                "login",
                "The channel has no login that Facebook knows: connect it again.",
                "facebook",
                channel.Login
            );
        }

        Require("pages_manage_posts", "publish");
        if (content.FirstComment is { Length: > 0 })
        {
            Require("pages_manage_engagement", "comment");
        }

        void Require(string scope, string what)
        {
            // A token that was typed in tells no scopes.
            if (channel.Scopes.Count > 0 && !channel.Scopes.Contains(scope))
            {
                findings.Error(
                    "channel",
                    "scope",
                    $"The permission to {what} is missing: connect the Page again and grant it.",
                    scope,
                    "not granted",
                    "Permissions Reference"
                );
            }
        }
    }
}
