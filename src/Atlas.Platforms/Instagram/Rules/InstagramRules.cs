using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>All that Instagram documents about what may be published.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media"/>
internal static class InstagramRules
{
    /// <param name="media">The assets of the content's media, in its order.</param>
    /// <param name="extras">What the content names beside its media; null where that is not at hand.</param>
    public static IReadOnlyList<Finding> Check(
        PostContent content,
        IReadOnlyList<MediaAsset> media,
        Channel channel,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset>? extras = null
    )
    {
        if (media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(media));
        }

        var findings = new NetworkFindings("instagram", InstagramPages.MediaPage);
        CheckStructure(content, media, findings);
        TextRules.Check(content, findings);
        for (var i = 0; i < media.Count; i++)
        {
            var place = new MediaPlace(content, i, media.Count);
            TagRules.Check(place, media[i], findings);
            if (media[i].Kind is MediaKind.Image)
            {
                ImageRules.Check(place, media[i], findings);
            }
            else if (media[i].Kind is MediaKind.Video)
            {
                VideoRules.Check(place, media[i], findings);
            }
        }

        ImageRules.CheckCropping(content, media, findings);
        OptionRules.Check(content, media, findings);
        AddOnRules.CheckProducts(content, media, findings);
        ExtraRules.Check(content, media, extras, findings);
        if (channel.Login is not ("facebook" or "instagram"))
        {
            findings.Error(
                "channel",
                "login",
                "The channel has no login that Instagram knows: connect it again.",
                "facebook, instagram",
                channel.Login
            );
        }
        else
        {
            CheckScopes(content, channel, findings);
            AddOnRules.CheckChannel(content, channel, findings);
        }

        return findings.All;
    }

    private static void CheckScopes(PostContent content, Channel channel, NetworkFindings findings)
    {
        var prefix = channel.Login == "instagram" ? "instagram_business_" : "instagram_";
        if (channel.Scopes.Count > 0 && !channel.Scopes.Contains($"{prefix}content_publish"))
        {
            Missing("content_publish", "publish");
        }

        // Of a channel that was connected with a token not all scopes are known: only a declined one is surely missing.
        if (content.FirstComment is { Length: > 0 } && channel.DeclinedScopes.Contains($"{prefix}manage_comments"))
        {
            Missing("manage_comments", "comment");
        }

        void Missing(string scope, string what) =>
            findings.Error(
                "channel",
                "scope",
                $"The permission to {what} is missing: connect the channel again and grant it.",
                prefix + scope,
                "not granted",
                "Permissions Reference"
            );
    }

    private static void CheckStructure(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var most = content.Type is PostType.Post ? InstagramFormats.MostItems : 1;
        if (media.Count == 0)
        {
            findings.Error(
                "media",
                "media.required",
                "Instagram has no posts without media: add an image or a video.",
                "1 or more",
                "0"
            );
        }
        else if (media.Count > most)
        {
            findings.Error(
                "media",
                content.Type is PostType.Post ? "carousel.count" : "media.single",
                content.Type is PostType.Post
                    ? "A carousel has 2 to 10 items: remove some."
                    : "A reel or a story has one medium: remove the others.",
                content.Type is PostType.Post ? "2 to 10 items" : "1 medium",
                $"{media.Count}",
                content.Type is PostType.Post ? InstagramPages.ErrorPage : InstagramPages.MediaPage
            );
        }

        for (var i = 0; i < media.Count; i++)
        {
            if (media[i].Kind is MediaKind.Document)
            {
                findings.Error(
                    $"media[{i}]",
                    "media.kind",
                    "Instagram takes images and videos only.",
                    "image, video",
                    "document"
                );
            }
            else if (content.Type is PostType.Reel && media[i].Kind is not MediaKind.Video)
            {
                findings.Error(
                    $"media[{i}]",
                    "reel.video",
                    "A reel is a video: choose a video, or make it a post.",
                    "video",
                    "image"
                );
            }
        }

        if (content.Type is PostType.Post && media is [{ Kind: MediaKind.Video }])
        {
            findings.Warn(
                "type",
                "post.single-video",
                "Instagram publishes a single video as a reel; it also stands in the profile's grid.",
                source: InstagramPages.PublishingGuide
            );
        }
    }
}

/// <summary>Where in a post a medium stands.</summary>
internal readonly record struct MediaPlace(PostContent Content, int Index, int Count)
{
    public string Field => $"media[{Index}]";

    public PostMedia Medium => Content.Media[Index];

    public bool IsStory => Content.Type is PostType.Story;

    public bool IsCarouselItem => Content.Type is PostType.Post && Count > 1;
}
