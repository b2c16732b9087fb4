using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn.Rules;

/// <summary>What a content may hold that LinkedIn has no use for, and the options that only LinkedIn has.</summary>
internal static class FieldRules
{
    public static void Check(PublishDraft draft, NetworkFindings findings)
    {
        var (content, media) = (draft.Content, draft.Media);
        if (content.Thread is { Count: > 0 } parts)
        {
            findings.Error(
                "thread",
                "thread",
                "LinkedIn has no threads: put everything into one post, or take the further parts away.",
                "1 post",
                $"{parts.Count + 1} posts"
            );
        }

        CheckSubtitles(draft, findings);

        if (media is [{ Kind: MediaKind.Document } document] && content.Title is not { Length: > 0 })
        {
            findings.Warn(
                "title",
                "document.title",
                "A document needs a title: without one its file's name is shown.",
                "a title",
                LinkedInPosts.TitleOf(content.Title, document),
                LinkedInPages.DocumentsPage
            );
        }

        if (media.Count > 1 && content.Title is { Length: > 0 })
        {
            findings.Warn(
                "title",
                "title.unused",
                "Several images have no title on LinkedIn: it is left out.",
                source: LinkedInPages.MultiImagePage
            );
        }

        CheckCover(draft, findings);
        CheckOptions(draft, findings);
    }

    private static void CheckSubtitles(PublishDraft draft, NetworkFindings findings)
    {
        var taken = LinkedInCaptions.Of(draft.Content, draft.Media, draft.Extras);
        for (var i = 0; i < (draft.Content.Subtitles?.Count ?? 0); i++)
        {
            var subtitles = draft.Content.Subtitles![i];
            if (taken is null || subtitles.MediaId != taken.Id || !LinkedInCaptions.IsEnglish(subtitles.Language))
            {
                findings.Warn(
                    $"subtitles[{i}]",
                    "subtitles.unused",
                    "LinkedIn takes one SubRip file in American English with a video: this is left out, add it at linkedin.com.",
                    "1 file; application/x-subrip; en or en-US",
                    subtitles.Language,
                    LinkedInPages.VideosPage
                );
            }
        }
    }

    private static void CheckCover(PublishDraft draft, NetworkFindings findings)
    {
        if (draft.Content.Cover is not { } id)
        {
            return;
        }

        if (draft.Media is [{ Kind: MediaKind.Video }])
        {
            if (draft.Extras.TryGetValue(id, out var cover))
            {
                MediaRules.CheckImage("cover", cover, findings);
            }
        }
        else if (draft.Media.Count > 0 || draft.Content.Link is not { Length: > 0 })
        {
            findings.Warn("cover", "cover.unused", "Only a video or a link has a cover on LinkedIn: it is left out.");
        }
    }

    private static void CheckOptions(PublishDraft draft, NetworkFindings findings)
    {
        var options = LinkedInPostOptions.Read(
            draft.Content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        if (options.Description is { Length: > 0 } && (draft.Content.Link is not { Length: > 0 } || draft.Media.Count > 0))
        {
            findings.Warn("options.description", "options.unused", "Only a link's card has a description: it is left out.");
        }
    }
}
