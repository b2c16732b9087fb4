using System.Text.RegularExpressions;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>Alt text and people tagged in a medium.</summary>
internal static partial class TagRules
{
    private const int MostAltText = 1000;

    public static void Check(MediaPlace place, MediaAsset asset, NetworkFindings findings)
    {
        CheckAltText(place, asset, findings);
        if (place.Medium.UserTags is not { Count: > 0 } tags)
        {
            return;
        }

        var field = $"{place.Field}.userTags";
        if (place.IsCarouselItem && asset.Kind is MediaKind.Video)
        {
            findings.Warn(field, "tags.carousel-video", "Instagram takes no tags on a carousel's videos: these are left out.");
            return;
        }

        var isFeedImage = asset.Kind is MediaKind.Image && !place.IsStory;
        var isReel = asset.Kind is MediaKind.Video && !place.IsStory;
        for (var i = 0; i < tags.Count; i++)
        {
            CheckTag($"{field}[{i}]", tags[i], isFeedImage, isReel, findings);
        }
    }

    public static bool IsUsername(string name) => Username().IsMatch(name.TrimStart('@'));

    private static void CheckAltText(MediaPlace place, MediaAsset asset, NetworkFindings findings)
    {
        var text = place.Medium.AltText ?? asset.AltText;
        if (asset.Kind is MediaKind.Image && !place.IsStory)
        {
            if (text?.Length > MostAltText)
            {
                findings.Error(
                    $"{place.Field}.altText",
                    "alt-text.length",
                    "The alternative text is too long: shorten it.",
                    $"{MostAltText} characters",
                    $"{text.Length}"
                );
            }
        }
        else if (place.Medium.AltText is { Length: > 0 })
        {
            findings.Warn(
                $"{place.Field}.altText",
                "alt-text.kind",
                "Instagram takes alternative text for images of posts only: it is left out here."
            );
        }
    }

    private static void CheckTag(string field, UserTag tag, bool isFeedImage, bool isReel, NetworkFindings findings)
    {
        if (!IsUsername(tag.Username))
        {
            findings.Error(
                $"{field}.username",
                "tags.username",
                "This is no Instagram username.",
                "1 to 30 letters, digits, dots and underscores",
                tag.Username
            );
        }

        if (isFeedImage && tag is not { X: not null, Y: not null })
        {
            findings.Error(
                field,
                "tags.position",
                "A tag on an image needs a position: give x and y.",
                "x and y from 0 to 1",
                "none"
            );
        }
        else if (isReel && tag is not { X: null, Y: null })
        {
            findings.Warn(field, "tags.position", "Tags on a reel have no position: it is left out.");
        }

        if (!isReel && (IsOutside(tag.X) || IsOutside(tag.Y)))
        {
            findings.Error(
                field,
                "tags.position",
                "The tag's position is outside the picture.",
                "x and y from 0 to 1",
                $"x {tag.X}, y {tag.Y}"
            );
        }
    }

    private static bool IsOutside(double? position) => position is { } value && !(value is >= 0 and <= 1);

    [GeneratedRegex(@"^[A-Za-z0-9._]{1,30}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Username();
}
