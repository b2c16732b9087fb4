using System.Text.RegularExpressions;
using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube.Rules;

internal static partial class OptionRules
{
    private const int MostTagCharacters = 500;
    private const string PolicyPage = "YouTube Help: Determining if your content is made for kids";
    private const string AuditPage = "YouTube Data API: Revision History";

    public static void Check(PublishDraft draft, YouTubePostOptions options, NetworkFindings findings)
    {
        CheckPrivacy(draft, options, findings);
        if (options.MadeForKids is null)
        {
            findings.Error(
                "options.madeForKids",
                "made-for-kids.required",
                "Say whether the video is made for kids: the law asks it of who publishes.",
                "true or false",
                "none",
                PolicyPage
            );
        }

        CheckTags(options, findings);
        if (options.CategoryId is { } category && !Number().IsMatch(category))
        {
            findings.Error("options.categoryId", "category", "A category is given by its number.", "digits", category);
        }

        if (options.License is { } license && license is not ("youtube" or "creativeCommon"))
        {
            findings.Error("options.license", "license", "YouTube has no such licence.", "youtube, creativeCommon", license);
        }

        CheckLanguage("options.language", options.Language, findings);
        CheckLanguage("options.audioLanguage", options.AudioLanguage, findings);
        if (options.PlaylistId is { } playlist && !PlaylistId().IsMatch(playlist))
        {
            findings.Error(
                "options.playlistId",
                "playlist",
                "A playlist is given by its id: the part behind list= in its address.",
                "such as PL…",
                playlist
            );
        }
    }

    public static bool IsLanguage(string text) => Language().IsMatch(text);

    private static void CheckPrivacy(PublishDraft draft, YouTubePostOptions options, NetworkFindings findings)
    {
        if (options.Privacy is null)
        {
            findings.Error(
                "options.privacy",
                "privacy.required",
                "Choose who can see the video: YouTube would make it public by itself.",
                "public, unlisted, private",
                "none"
            );
        }
        else if (options.Privacy is not ("public" or "unlisted" or "private"))
        {
            findings.Error(
                "options.privacy",
                "privacy",
                "YouTube has no such privacy.",
                "public, unlisted, private",
                options.Privacy
            );
        }

        if (options is { PublishAt: not null, Privacy: not (null or "public") })
        {
            findings.Error(
                "options.publishAt",
                "publish-at",
                "At a publishing time YouTube makes a video public: choose the privacy public, or leave the time out.",
                "public",
                options.Privacy
            );
        }

        if (draft.App is { Audited: false } && options.Privacy is "public" or "unlisted")
        {
            findings.Warn(
                "options.privacy",
                "audit",
                "The Google project is not marked as audited: YouTube kept videos of such projects private until 2 November 2026 and may still do so.",
                "an audited Google project",
                "not audited",
                AuditPage
            );
        }
    }

    private static void CheckTags(YouTubePostOptions options, NetworkFindings findings)
    {
        if (options.Tags is not { } tags)
        {
            return;
        }

        // A tag with a space is counted with the quotes around it, and commas separate them.
        var length = tags.Sum(tag => tag.Length + (tag.Contains(' ') ? 2 : 0)) + Math.Max(0, tags.Count - 1);
        if (length > MostTagCharacters)
        {
            findings.Error(
                "options.tags",
                "tags.length",
                "The tags are too long together: remove some.",
                $"{MostTagCharacters} characters",
                $"{length}"
            );
        }

        for (var i = 0; i < tags.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(tags[i]) || tags[i].AsSpan().ContainsAny('<', '>', ','))
            {
                findings.Error(
                    $"options.tags[{i}]",
                    "tags.characters",
                    "A tag has letters, and no comma, < or >.",
                    "no comma, < or >",
                    tags[i]
                );
            }
        }
    }

    private static void CheckLanguage(string field, string? language, NetworkFindings findings)
    {
        if (language is not null && !IsLanguage(language))
        {
            findings.Error(field, "language", "A language is written as in BCP 47.", "such as en or de-CH", language);
        }
    }

    [GeneratedRegex(@"^\d{1,3}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Language();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{10,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlaylistId();
}
