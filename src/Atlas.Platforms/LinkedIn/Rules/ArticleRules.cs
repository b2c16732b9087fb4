using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn.Rules;

/// <summary>A link and its card.</summary>
internal static class ArticleRules
{
    private const int MostTitle = 400;
    private const int MostDescription = 4086;

    public static void Check(PublishDraft draft, NetworkFindings findings)
    {
        var content = draft.Content;
        if (content.Link is not { Length: > 0 } link)
        {
            if (content.Media.Count == 0 && content.Title is { Length: > 0 })
            {
                findings.Warn("title", "title.unused", "A text has no title on LinkedIn: it is left out.");
            }

            return;
        }

        if (!(Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"))
        {
            findings.Error("link", "link.address", "The link is no web address.", "http or https address", link);
        }

        if (content.Media.Count > 0)
        {
            findings.Error(
                "link",
                "link.media",
                "A LinkedIn post shows either media or a link's card: put the link into the text, or remove the media."
            );
            return;
        }

        if (content.Title is not { Length: > 0 })
        {
            findings.Warn(
                "title",
                "article.title",
                "LinkedIn does not look into the link: without a title its card is bare. Give it a title."
            );
        }
        else if (content.Title.Length > MostTitle)
        {
            findings.Error(
                "title",
                "article.title",
                "The title is too long: shorten it.",
                $"{MostTitle} characters",
                $"{content.Title.Length}"
            );
        }

        if (LinkedInPostOptions.Read(content.Options).Description is { Length: > MostDescription } description)
        {
            findings.Error(
                "options.description",
                "article.description",
                "The description is too long: shorten it.",
                $"{MostDescription} characters",
                $"{description.Length}"
            );
        }

        CheckThumbnail(draft, findings);
    }

    private static void CheckThumbnail(PublishDraft draft, NetworkFindings findings)
    {
        if (draft.Content.Cover is not { } cover)
        {
            findings.Warn("cover", "article.thumbnail", "Without a cover the link's card has no picture: add one.");
        }
        else if (draft.Extras.TryGetValue(cover, out var asset))
        {
            MediaRules.CheckImage("cover", asset, findings);
        }
    }
}
