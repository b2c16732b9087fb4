using System.Globalization;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Pinterest.Rules;

/// <summary>All that Pinterest documents about what may be pinned.</summary>
/// <seealso href="https://developers.pinterest.com/docs/api/v5/pins-create"/>
internal static class PinterestRules
{
    private const string CreatePin = "Pinterest API v5: Create Pin";
    private const int MostTitle = 100;
    private const int MostDescription = 800;
    private const int MostAltText = 500;
    private const int MostLink = 2048;

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (content, media) = (draft.Content, draft.Media);
        if (media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("pinterest", CreatePin);
        CheckMedia(content, media, findings);
        CheckTexts(content, media, findings);
        CheckOptions(draft, findings);
        CheckUnused(content, findings);
        CheckChannel(draft, findings);
        return findings.All;
    }

    private static void CheckMedia(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type.story", "Pinterest has no stories: make it a post.", "post, reel", "story");
        }
        else if (content.Type is PostType.Reel)
        {
            findings.Warn("type", "type.reel", "Pinterest has no reels: it goes out as a pin with a video.");
        }

        if (media.Count == 0)
        {
            findings.Error("media", "media.required", "A pin needs a picture or a video.", "1 or more", "0");
        }
        else if (
            media.Count > 1
            && (media.Count > PinterestFormats.MostImages || media.Any(asset => asset.Kind is not MediaKind.Image))
        )
        {
            findings.Error(
                "media",
                "carousel.count",
                "A pin has one video, one picture, or 2 to 5 pictures: remove the others.",
                "2 to 5 pictures",
                $"{media.Count}"
            );
        }

        for (var i = 0; i < media.Count; i++)
        {
            MediaRules.Check($"media[{i}]", media[i], findings);
            if (content.Media[i].UserTags is { Count: > 0 })
            {
                findings.Warn($"media[{i}].userTags", "media.tags", "Pinterest tags nobody in media: the tags are left out.");
            }
        }

        MediaRules.CheckCarousel(media, findings);
    }

    private static void CheckTexts(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        Length("title", content.Title, MostTitle, "title", findings);
        Length("text", content.Text, MostDescription, "description", findings);
        Length("link", content.Link, MostLink, "link", findings);
        for (var i = 0; i < media.Count; i++)
        {
            var alt = content.Media[i].AltText ?? media[i].AltText;
            Length($"media[{i}].altText", alt, MostAltText, "alternative text", findings);
            if (i > 0 && content.Media[i].AltText is { Length: > 0 })
            {
                findings.Warn(
                    $"media[{i}].altText",
                    "alt-text.first",
                    "A pin has one alternative text: the one of its first picture is used."
                );
            }
        }

        if (
            content.Link is { Length: > 0 } link
            && !(Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
        )
        {
            findings.Error("link", "link.address", "The link is no web address.", "http or https address");
        }
    }

    private static void CheckOptions(PublishDraft draft, NetworkFindings findings)
    {
        var isBroken = false;
        var options = PinterestPostOptions.Read(
            draft.Content.Options,
            (field, problem) =>
            {
                isBroken |= field is "options" or "options.boardId";
                findings.Error(field, "options.invalid", problem);
            }
        );
        if (options.BoardId is null && !isBroken)
        {
            findings.Error(
                "options.boardId",
                "board.required",
                "A pin stands on a board: choose one of the account's boards by its id.",
                "the id of a board",
                "none"
            );
        }

        var isVideo = draft.Media is [{ Kind: MediaKind.Video }];
        if (options.CoverTime is not null && (!isVideo || draft.Content.Cover is not null))
        {
            findings.Warn(
                "options.coverTime",
                "options.unused",
                isVideo
                    ? "The cover picture is used, and this time is not."
                    : "Only videos have this option: it is left out here."
            );
        }

        if (draft.Content.Cover is { } id && isVideo)
        {
            MediaRules.CheckCover(draft.Extras.GetValueOrDefault(id), findings);
        }
    }

    private static void CheckUnused(PostContent content, NetworkFindings findings)
    {
        if (content.FirstComment is { Length: > 0 })
        {
            findings.Error("firstComment", "comment.none", "Pinterest's interface has no comments under pins: remove it.");
        }

        if (content.Thread is { Count: > 0 })
        {
            findings.Error("thread", "thread.none", "Pinterest has no threads: remove the further parts.");
        }

        if (content.Cover is not null && content.Media.Count != 1)
        {
            findings.Warn("cover", "cover.unused", "Only a pin with a video has a cover: it is left out here.");
        }

        if (content.Subtitles is { Count: > 0 })
        {
            findings.Warn("subtitles", "subtitles.unused", "Pinterest takes no subtitle files: they are left out there.");
        }
    }

    private static void CheckChannel(PublishDraft draft, NetworkFindings findings)
    {
        if (draft.Channel.Login is not PinterestLogin.Name)
        {
            findings.Error(
                "channel",
                "login",
                "The channel has no login that Pinterest knows: connect it again.",
                PinterestLogin.Name,
                draft.Channel.Login
            );
        }

        foreach (var scope in (string[])["pins:write", "boards:write"])
        {
            if (draft.Channel.Scopes.Count > 0 && !draft.Channel.Scopes.Contains(scope))
            {
                findings.Error(
                    "channel",
                    "scope",
                    "The permission to pin is missing: connect the channel again and grant it.",
                    scope
                );
            }
        }

        if (draft.App is { Audited: false })
        {
            findings.Warn(
                "channel",
                "app.trial",
                "The Pinterest app has trial access only: nobody but the account itself sees its pins.",
                "standard access",
                "trial access",
                "Pinterest API: Access tiers"
            );
        }
    }

    private static void Length(string field, string? text, int most, string what, NetworkFindings findings)
    {
        // The page says characters and not which: an emoji of several code points is between the two counts.
        var visible = text is null || text.Length <= most ? 0 : new StringInfo(text).LengthInTextElements;
        if (visible > most)
        {
            findings.Error(
                field,
                $"{field.Split('.', '[')[0]}.length",
                $"The {what} is too long: shorten it.",
                $"{most} characters",
                $"{visible}"
            );
        }
        else if (visible > 0)
        {
            findings.Warn(
                field,
                $"{field.Split('.', '[')[0]}.length",
                $"The {what} is near the limit, and Pinterest may count an emoji as several characters: shorten it to be safe.",
                $"{most} characters",
                $"{visible} to {text!.Length}"
            );
        }
    }
}
