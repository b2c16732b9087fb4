using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads.Rules;

/// <summary>What holds for every post of a thread.</summary>
internal static class PieceRules
{
    public const int MostCharacters = 500;
    public const int MostLinks = 5;

    private const int MostAltText = 1000;

    public static void Check(
        PiecePlace place,
        string text,
        IReadOnlyList<PostMedia> media,
        IReadOnlyList<MediaAsset> assets,
        string? link,
        NetworkFindings findings
    )
    {
        CheckText(place.Field("text"), text, findings);
        CheckLinks(place.Field("text"), text, assets.Count == 0 ? link : null, findings);
        if (text.Length == 0 && assets.Count == 0)
        {
            findings.Error(
                place.Field("text"),
                "text.required",
                "A post without media needs a text.",
                "1 character or more",
                "0"
            );
        }

        if (assets.Count > ThreadsFormats.MostItems)
        {
            findings.Error(
                place.Field("media"),
                "carousel.count",
                "A carousel has 2 to 20 items: remove some.",
                "2 to 20 items",
                $"{assets.Count}"
            );
        }

        for (var i = 0; i < assets.Count; i++)
        {
            CheckMedium(place.Field($"media[{i}]"), media[i], assets[i], findings);
        }
    }

    public static void CheckText(string field, string text, NetworkFindings findings)
    {
        var length = ThreadsText.Length(text);
        if (length > MostCharacters)
        {
            findings.Error(
                field,
                "text.length",
                "The text is too long: shorten it, or go on in a further part. An emoji counts as many characters as it has bytes.",
                $"{MostCharacters} characters",
                $"{length}"
            );
        }

        if (ThreadsText.Hashtags(text) > 1)
        {
            findings.Warn(
                field,
                "text.topics",
                "A post has one topic: only the first hashtag becomes it, the others stay plain text.",
                "1 topic",
                $"{ThreadsText.Hashtags(text)}",
                "Threads API: Topic Tags"
            );
        }
    }

    public static void CheckLinks(string field, string text, string? link, NetworkFindings findings)
    {
        var links = ThreadsText.Links(text, link);
        if (links > MostLinks)
        {
            findings.Error(
                field,
                "text.links",
                "The post has too many different links: leave some out.",
                $"{MostLinks} links",
                $"{links}"
            );
        }

        if (link is not null && !IsAddress(link))
        {
            findings.Error("link", "link.address", "The link is no web address.", "http or https address");
        }
    }

    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http";

    private static void CheckMedium(string field, PostMedia medium, MediaAsset asset, NetworkFindings findings)
    {
        if (asset.Kind is MediaKind.Image)
        {
            MediaRules.CheckImage(field, asset, findings);
        }
        else if (asset.Kind is MediaKind.Video)
        {
            MediaRules.CheckVideo(field, asset, findings);
        }
        else
        {
            findings.Error(field, "media.kind", "Threads takes images and videos only.", "image, video", "document");
        }

        if ((medium.AltText ?? asset.AltText) is { Length: > MostAltText } alt)
        {
            findings.Error(
                field,
                "media.alt-text",
                "The alternative text is too long: shorten it.",
                $"{MostAltText} characters",
                $"{alt.Length}"
            );
        }

        if (medium.UserTags is { Count: > 0 })
        {
            findings.Warn(
                $"{field}.userTags",
                "media.tags",
                "Threads tags nobody in media: the tags are left out. Mention people in the text."
            );
        }
    }
}

/// <param name="Prefix">Empty for the first post, <c>thread[2].</c> for a further one.</param>
internal readonly record struct PiecePlace(string Prefix)
{
    public string Field(string name) => Prefix + name;
}
